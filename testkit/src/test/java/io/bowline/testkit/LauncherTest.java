package io.bowline.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher as a person types it.
class LauncherTest {
  private static final Path ROOT = Path.of(System.getProperty("bowline.root"));

  @TempDir Path folder;

  private record Said(int exit, String text) {}

  @Test
  void aloneItPrintsHelpThatFitsOneScreen() throws Exception {
    Said help = run(ROOT.resolve("bowline"), Map.of());

    assertThat(help.exit()).isZero();
    List<String> lines = help.text().lines().toList();
    assertThat(lines).hasSizeLessThanOrEqualTo(24);
    assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    assertThat(help.text())
        .contains("demo", "test", "dev", "serve", "runner", "rows", "bench", "clean");
  }

  @Test
  void itRunsFromAPathWithSpacesAndThroughALink() throws Exception {
    Path tree = copyOfTheTree(folder.resolve("a path with spaces"));
    Path link = Files.createSymbolicLink(folder.resolve("my link"), tree.resolve("bowline"));

    Said rows = run(link, Map.of("BOWLINE_JAVA_HOME", System.getProperty("java.home")), "rows");

    assertThat(rows.text()).contains("rows:");
    assertThat(rows.exit()).isZero();
    assertThat(tree.resolve("docs/rows.md")).exists();
  }

  @Test
  void aFolderThatIsNoJdk25IsNamed() throws Exception {
    Said said = run(ROOT.resolve("bowline"), Map.of("BOWLINE_JAVA_HOME", "/usr/share"), "rows");

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.text().lines()).hasSize(1);
    assertThat(said.text()).contains("BOWLINE_JAVA_HOME=/usr/share is not a JDK 25");
  }

  @Test
  void anUnknownOptionOfTestIsRefusedBeforeAnythingRuns() throws Exception {
    Said said = run(ROOT.resolve("bowline"), Map.of(), "test", "--al");

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.text()).contains("--all, --nightly");
  }

  @Test
  @Tag("real")
  @RequiresPart("shellcheck")
  void everyScriptIsShellcheckClean() throws Exception {
    try (var files = Files.walk(ROOT)) {
      for (Path script :
          files
              .filter(file -> !file.toString().contains("/target/"))
              .filter(file ->
                  file.toString().endsWith(".sh")
                      || file.equals(ROOT.resolve("bowline"))
                      || file.equals(ROOT.resolve(".ci/run")))
              .toList()) {
        Said said = run(Parts.here().require("shellcheck"), Map.of(), dialect(script));
        assertThat(said.text()).as("%s", script).isEmpty();
        assertThat(said.exit()).isZero();
      }
    }
  }

  /// A script that names no shell is handed to the system's sh, which has a little more than POSIX.
  private static String[] dialect(Path script) throws IOException {
    String text = Files.readString(script);
    boolean named = text.startsWith("#!") || text.contains("# shellcheck shell=");
    return named
        ? new String[] {"-x", script.toString()}
        : new String[] {"-x", "-s", "dash", script.toString()};
  }

  private static Path copyOfTheTree(Path to) throws IOException {
    for (String name : List.of("bowline", "pom.xml", "docs/rows.yaml", "build/Rows.java")) {
      Path copy = to.resolve(name);
      Files.createDirectories(copy.getParent());
      Files.copy(ROOT.resolve(name), copy, StandardCopyOption.COPY_ATTRIBUTES);
    }
    return to;
  }

  private Said run(Path command, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder();
    builder.command().add(command.toString());
    builder.command().addAll(List.of(arguments));
    builder.directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String text =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.Charset.defaultCharset());
    return new Said(process.waitFor(), text);
  }
}
