package io.bowline.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The launcher on a machine without a JDK: it finds one where people put them, or downloads the
/// pinned one. The machine is a copy of the launcher that looks in other folders, and a JDK that
/// only says that it was started; the checksum stays part of the launcher.
@EnabledOnOs(value = OS.LINUX, disabledReason = "the stand-in archive is pinned for Linux")
class LauncherJdkTest {
  private static final Path ROOT = Path.of(System.getProperty("bowline.root"));
  private static final List<String> PROGRAMS =
      List.of(
          ("cat chmod curl cut date dirname find grep gzip head id mkdir mktemp mv readlink rm sed"
                  + " sha256sum tail tar touch tr uname")
              .split(" "));
  private static final String SAYS = "the stand-in JDK was started";

  @TempDir Path folder;

  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer server;
  private Path tree;
  private byte[] archive = {};

  private record Said(int exit, String text) {}

  @BeforeEach
  void machine() throws Exception {
    assumeTrue(Parts.here().find("curl").isPresent(), "curl downloads, and is not here");
    tree = folder.resolve("clone of it");
    Files.createDirectories(tree.resolve("build"));
    Files.copy(ROOT.resolve("build/Rows.java"), tree.resolve("build/Rows.java"));
    Path jdk = jdk(folder.resolve("packed/jdk-25"));
    Path file = folder.resolve("jdk.tar.gz");
    sh("tar -czf '%s' -C '%s' jdk-25".formatted(file, jdk.getParent()));
    archive = Files.readAllBytes(file);
    pin(sha256(archive));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aJdkInOneOfTheUsualFoldersIsFoundWithoutBeingOnThePath() throws Exception {
    jdk(folder.resolve("system/jvm/some-25"));

    Said said = launch(nowhere());

    assertThat(said.text()).contains(SAYS).doesNotContain("Downloading");
    assertThat(said.exit()).isZero();
  }

  @Test
  void aJdkOfAnotherVersionIsNotTaken() throws Exception {
    Path old = jdk(folder.resolve("system/jvm/some-21"));
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"21.0.4\"\n");

    assertThat(launch(nowhere()).text()).contains("no JDK 25 here");
  }

  @Test
  void whereThereIsNoneThePinnedOneIsDownloadedOnceAfterSayingSo() throws Exception {
    serve(archive);

    Said first = launch(mirror());
    Said second = launch(mirror());

    assertThat(first.text()).startsWith("No JDK 25 found. Downloading Temurin 25").contains(SAYS);
    assertThat(first.exit()).isZero();
    assertThat(second.text()).contains(SAYS).doesNotContain("Downloading");
    assertThat(asked).hasValue(1);
    assertNothingHalfIsLeft();
  }

  @Test
  void otherBytesThanThePinnedOnesAreThrownAway() throws Exception {
    serve("something else".getBytes(StandardCharsets.UTF_8));

    assertRefused(launch(mirror()), "not the pinned", "thrown away");
  }

  @Test
  void aDownloadThatIsCutOffIsNotUsed() throws Exception {
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, archive.length);
          exchange.getResponseBody().write(archive, 0, archive.length / 2);
          exchange.getResponseBody().flush();
          exchange.close();
        });

    assertRefused(launch(mirror()), "no JDK 25 here");
  }

  @Test
  void whatIsNotThereIsToldWithTheAnswer() throws Exception {
    assertRefused(launch(mirror()), "404", "install one");
  }

  @Test
  void withoutANetworkOneLineSaysWhatToInstall() throws Exception {
    assertRefused(launch(nowhere()), "install one", "adoptium.net", "JAVA_HOME");
  }

  private void assertRefused(Said said, String... words) throws IOException {
    assertThat(said.exit()).isEqualTo(1);
    List<String> lines = said.text().lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst()).contains("Downloading");
    assertThat(lines.getLast()).startsWith("bowline: no JDK 25 here, and ").contains(words);
    assertNothingHalfIsLeft();
  }

  private void assertNothingHalfIsLeft() throws IOException {
    Path cache = folder.resolve("home/.cache/bowline");
    try (Stream<Path> left = Files.list(cache)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .allSatisfy(name -> assertThat(name).startsWith("jdk-25"));
    }
  }

  private void serve(byte[] body) {
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  private String mirror() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static String nowhere() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://127.0.0.1:" + socket.getLocalPort();
    }
  }

  /// The launcher of a machine whose usual folders are below the test's own.
  private void pin(String sum) throws IOException {
    String text = Files.readString(ROOT.resolve("bowline"));
    String other =
        text.replaceAll("(part=\\w+ sum=)[0-9a-f]{64}", "$1" + sum)
            .replace("/usr/lib/jvm/*", "'" + folder + "'/system/jvm/*")
            .replaceAll(" /usr/java/\\* /opt/java/\\* /opt/\\*", "");
    assertThat(other).doesNotContain("/usr/lib/jvm", "/opt/java/*");
    Path launcher = tree.resolve("bowline");
    Files.writeString(launcher, other);
    executable(launcher);
  }

  private static Path jdk(Path home) throws IOException {
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"25.0.3\"\n");
    for (String program : List.of("java", "javac")) {
      Path file = home.resolve("bin").resolve(program);
      Files.writeString(file, "#!/bin/sh\necho " + SAYS + "\n");
      executable(file);
    }
    return home;
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /// With the ordinary programs on the path, but no `javac`.
  private Said launch(String mirror) throws IOException, InterruptedException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    for (String name : PROGRAMS) {
      Path program = Parts.here().find(name).orElseThrow();
      Path script = bin.resolve(name);
      Files.writeString(script, "#!/bin/sh\nexec " + program + " \"$@\"\n");
      executable(script);
    }
    var builder = new ProcessBuilder(tree.resolve("bowline").toString(), "rows");
    builder.directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH", bin.toString(),
                "HOME", folder.resolve("home").toString(),
                "BOWLINE_JDK_MIRROR", mirror));
    return run(builder);
  }

  private void sh(String line) throws IOException, InterruptedException {
    Said said = run(new ProcessBuilder("/bin/sh", "-c", line).redirectErrorStream(true));
    assertThat(said.exit()).as(said.text()).isZero();
  }

  private static Said run(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.start();
    process.getOutputStream().close();
    String text =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return new Said(process.waitFor(), text);
  }

  private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
