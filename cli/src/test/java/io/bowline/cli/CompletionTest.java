package io.bowline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.StringJoiner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionTest {
  @TempDir Path folder;
  private WrittenApi api;

  @BeforeEach
  void serve() throws IOException {
    api = new WrittenApi();
    names("organizations/acme/installs", "name", "prod-eu", "prod-us");
    names("organizations/other/installs", "name", "theirs");
    names("organizations/acme/members", "email", "ann@acme.example");
    names("organizations/acme/fleet-providers", "identifier", "plf");
    names("organizations", "name", "acme", "other");
    names("channels", "name", "stable", "stable");
  }

  private void names(String path, String field, String... names) {
    var items = new StringJoiner(",");
    for (String name : names) {
      items.add("{\"%s\":\"%s\"}".formatted(field, name));
    }
    api.answer("GET " + path + "?limit=200", "{\"items\":[" + items + "]}");
  }

  @AfterEach
  void close() {
    api.close();
  }

  private Run offered(String line) {
    String[] words = ("completion names -- " + line).strip().split(" +");
    return api.operator(folder).run(words);
  }

  @ParameterizedTest
  @CsvSource({
    "install show, prod-eu prod-us",
    "install show -o json, prod-eu prod-us",
    "install show --org other, theirs",
    "logs --grep x, prod-eu prod-us",
    "install list --org, acme other",
    "member role, ann@acme.example",
    "fleet-provider get, plf",
    "fleet-provider update, plf",
    "token create ci --scope read --install, prod-eu prod-us",
    "plan create prod-eu --channel, stable"
  })
  void theServerIsAskedForNamesThatMayComeNext(String line, String names) {
    assertThat(offered(line).out().lines()).containsExactly(names.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "''",
    "install",
    "install show prod-eu",
    "member role ann@acme.example",
    "fleet-provider create",
    "install create",
    "no such thing",
    "install show --ca",
    "install show -o"
  })
  void whereANameIsNewOrNoneIsWantedNobodyIsAsked(String line) {
    assertThat(offered(line)).isEqualTo(new Run(0, "", ""));
    assertThat(api.asked()).isEmpty();
  }

  @Test
  void whoPressesTheTabulatorReadsNoErrors() {
    api.close();
    assertThat(offered("install show")).isEqualTo(new Run(0, "", ""));
    Run nobody =
        new Run.User(folder, Map.of("HOME", folder.toString()), "")
            .run("completion", "names", "--", "install", "show");
    assertThat(nobody).isEqualTo(new Run(0, "", ""));
  }

  @Test
  void bashOffersVerbsByItselfAndNamesFromTheServer() throws Exception {
    assumeThat(Path.of("/bin/bash")).exists();
    Path script = folder.resolve("completion.sh");
    Files.writeString(script, api.operator(folder).run("completion").out());
    // stands for the program, which would have to be built here
    Path program = Files.createDirectory(folder.resolve("bin")).resolve("bowline");
    Files.writeString(
        program,
        "#!/bin/sh\n[ \"$*\" = 'completion names -- install show' ] && echo prod-eu prod-us\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(tabulator(script, "bowline", "install", "sho")).isEqualTo("show");
    assertThat(tabulator(script, "bowline", "install", "show", "")).isEqualTo("prod-eu prod-us");
    assertThat(tabulator(script, "bowline", "install", "show", "prod-u")).isEqualTo("prod-us");
    assertThat(tabulator(script, "bowline", "install", "show", "--serv")).isEqualTo("--server");
  }

  private String tabulator(Path script, String... words) throws IOException, InterruptedException {
    String line = String.join(" ", words);
    String typed =
        """
        . %s
        COMP_WORDS=(%s)
        COMP_CWORD=%d
        COMP_LINE='%s'
        COMP_POINT=${#COMP_LINE}
        _complete_bowline_and_ask bowline
        echo "${COMPREPLY[@]}"
        """
            .formatted(
                script,
                line + (words[words.length - 1].isEmpty() ? "''" : ""),
                words.length - 1,
                line);
    // it complains that nobody pressed a key
    var command =
        new ProcessBuilder("/bin/bash", "-c", typed).redirectError(ProcessBuilder.Redirect.DISCARD);
    command.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    Process bash = command.start();
    bash.getOutputStream().close();
    String said = new String(bash.getInputStream().readAllBytes(), UTF_8);
    assertThat(bash.waitFor()).as(said).isZero();
    return said.strip();
  }
}
