package io.bowline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.bowline.cli.platform.World;
import io.bowline.cli.session.Shell;
import io.bowline.testkit.process.SelfSigned;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each thing that is in the way is there in a test, is found, and is no more when what the check
/// says is done.
class PreflightTest {
  @TempDir Path folder;
  private SelfSigned certificate;
  private HttpsServer server;
  private Duration ahead = Duration.ZERO;

  @BeforeEach
  void serve() throws IOException {
    certificate = SelfSigned.make();
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(certificate.server()));
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Run preflight(String host, int port, String pem, Map<String, String> environment)
      throws IOException {
    String address = "{\"host\":\"%s\",\"port\":%d}".formatted(host, port);
    Path file = folder.resolve("bootstrap.json");
    Files.writeString(
        file,
        """
        {"version":1,"token":"bwle_secret","authorities":"%s",
         "addresses":{"link":%s,"logs":%s,"metrics":%s,"artifacts":%s}}
        """
            .formatted(pem.replace("\n", "\\n"), address, address, address, address));
    return run(environment, "preflight", "--bootstrap", file.toString());
  }

  /// With a clock that may be wrong: the server's is right.
  private Run run(Map<String, String> environment, String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var shell =
        new Shell(
            new PrintWriter(out),
            new PrintWriter(err),
            InputStream.nullInputStream(),
            environment,
            folder,
            new Ahead(ahead));
    int code = Bowline.run(shell, arguments);
    return new Run(code, out.toString(), err.toString());
  }

  private record Ahead(Duration by) implements World {
    @Override
    public Instant now() {
      return Instant.now().plus(by);
    }

    @Override
    public UUID freshName() {
      return new UUID(1, 2);
    }

    @Override
    public void pause(Duration length) {}
  }

  private Run preflight(int port) throws IOException {
    return preflight("localhost", port, certificate.pem(), Map.of());
  }

  private int port() {
    return server.getAddress().getPort();
  }

  @Test
  void allIsWellWhereEveryWayOutIsOpen() throws IOException {
    Run run = preflight(port());
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .contains("link.tls", "logs.tcp", "metrics.dns", "artifacts.tls", "clock")
        .doesNotContain("fail")
        .doesNotContain("bwle_secret");
  }

  @Test
  void aClosedPortIsFoundUntilItIsOpened() throws IOException {
    int closed;
    try (var probe = new ServerSocket(0)) {
      closed = probe.getLocalPort();
    }
    Run run = preflight(closed);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("refuses the connection")
        .contains("Open TCP from here to localhost:" + closed);
  }

  @Test
  void aNameThatIsNotKnownIsFound() throws IOException {
    Run run = preflight("control.invalid", port(), certificate.pem(), Map.of());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("link.dns").contains("control.invalid is not known here");
  }

  @Test
  void whoOpensTheConnectionInBetweenIsNamed() throws IOException {
    Run run = preflight("localhost", port(), SelfSigned.make().pem(), Map.of());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("CN=localhost")
        .contains("TLS inspection")
        .contains("Except localhost:" + port());
    assertThat(preflight(port()).code()).isZero();
  }

  @Test
  void whatSpeaksNoTlsIsFound() throws IOException {
    try (var plain = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              while (true) {
                plain.accept().close();
              }
            } catch (IOException e) {
              // the test is over
            }
          });
      Run run = preflight(plain.getLocalPort());
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.out()).contains("speaks no TLS with us");
    }
  }

  @ParameterizedTest
  @CsvSource({"10, ok, 0", "120, warn, 0", "3600, fail, 1"})
  void aClockThatIsWrongIsFoundUntilItIsSet(long seconds, String verdict, int code)
      throws IOException {
    ahead = Duration.ofSeconds(seconds);
    Run run = preflight(port());
    assertThat(run.out()).containsPattern("clock +" + verdict);
    assertThat(run.code()).isEqualTo(code);
    ahead = Duration.ZERO;
    assertThat(preflight(port()).out()).containsPattern("clock +ok");
  }

  @Test
  void aProxyIsWarnedOfSinceRunnersUseNone() throws IOException {
    Run run =
        preflight(
            "localhost",
            port(),
            certificate.pem(),
            Map.of("HTTPS_PROXY", "http://user:secret@proxy:3128"));
    assertThat(run.code()).isZero();
    assertThat(run.out()).containsPattern("proxy +warn").doesNotContain("secret@");
  }

  @ParameterizedTest
  @CsvSource({
    "10.64.0.0/16, 10.65.0.0/16, 0, apart",
    "10.64.0.0/16, 10.64.32.0/20, 1, in common",
    "10.64.32.0/20, 10.0.0.0/8, 1, in common",
    "10.64.0.0/24, 10.65.0.0/16, 1, 'between /16 and /21'",
    "10.0.0.0/8, 192.168.0.0/16, 1, 'between /16 and /21'",
    "fd00::/48, 10.0.0.0/8, 1, is no IPv4 network",
    "10.64.0.0, 10.0.0.0/8, 1, is no IPv4 network",
    "100.64.0.0/16, 10.0.0.0/8, 0, not among the private",
  })
  void aNetworkIsHeldAgainstItsNeighboursAndWhatFits(
      String network, String beside, int code, String said) {
    Run run =
        new Run.User(folder, Map.of(), "")
            .run("preflight", "--network", network, "--beside", beside);
    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(code);
    assertThat(run.out()).contains(said);
  }

  @Test
  void machinesReadItToo() {
    Run run =
        new Run.User(folder, Map.of(), "")
            .run("preflight", "--network", "10.64.0.0/24", "-o", "json");
    assertThat(run.out())
        .contains("\"check\" : \"network.size\"")
        .contains("\"verdict\" : \"fail\"")
        .contains("\"fix\" : \"Give a network between");
    assertThat(new Run.User(folder, Map.of(), "").run("preflight").err())
        .contains("nothing to look at");
  }

  @Test
  void whatWasSeenIsKeptForMachinesAndAsAPageToBeRead() throws IOException {
    Run machines = reported("seen.json");
    assertThat(machines.code()).isEqualTo(1);
    assertThat(new ObjectMapper().readTree(folder.resolve("seen.json").toFile()))
        .isNotEmpty()
        .allSatisfy(one -> assertThat(one.path("check").asText()).startsWith("network."));
    assertThat(reported("seen.md").code()).isEqualTo(1);
    assertThat(folder.resolve("seen.md"))
        .content()
        .startsWith("# Preflight, ")
        .contains("Worst of all: fail.", "| network.size | fail | ", "## network.size");
    assertThat(reported("none/seen.md").err()).contains("cannot write ", "seen.md");
  }

  private Run reported(String file) {
    return new Run.User(folder, Map.of(), "")
        .run("preflight", "--network", "10.64.0.0/24", "--report", file);
  }
}
