package io.bowline.control.edge.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.control.edge.sni.SniRouter;
import io.bowline.model.id.RunnerId;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The link through the port that everything shares: the runner's certificate is seen by the link
/// itself, since TLS is ended nowhere else.
class SharedPortTest {
  private final List<String> names = new CopyOnWriteArrayList<>();
  private LinkBench link;
  private SniRouter router;

  @BeforeEach
  void open() {
    link = new LinkBench(Clock.systemUTC());
    router =
        SniRouter.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            name -> {
              names.add(name);
              return new InetSocketAddress(InetAddress.getLoopbackAddress(), link.port());
            });
  }

  @AfterEach
  void close() {
    router.close();
    link.close();
  }

  @Test
  @Tag("C49.alternate-443")
  void aRunnerEnrollsAndConnectsThroughItUnderItsOwnCertificate() throws Exception {
    TestRunner runner = link.runner(router.port(), "link.alternate.test");
    runner.enroll(link.token().text());

    try (TestRunner.Stream stream = runner.connected()) {
      assertThat(stream.seen).isPositive();
      assertThat(runner.identity().holder()).isInstanceOf(RunnerId.class);
      assertThat(names).isNotEmpty().containsOnly("link.alternate.test");
    }
  }

  @Test
  void whatIsNoTlsGoesWhereNoNameGoesAndIsCutOffThere() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), router.port())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();

      assertThat(in.read()).isNegative();
    }
    assertThat(names).containsExactly("");
  }

  @Test
  void aListenerThatIsAwayIsAnEndedConnection() throws Exception {
    int nobody;
    try (ServerSocket taken = new ServerSocket(0)) {
      nobody = taken.getLocalPort();
    }
    try (SniRouter lost =
        SniRouter.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            name -> new InetSocketAddress(InetAddress.getLoopbackAddress(), nobody))) {
      TestRunner runner = link.runner(lost.port(), "link.alternate.test");
      String token = link.token().text();

      assertThatThrownBy(() -> runner.enroll(token)).hasMessageContaining("UNAVAILABLE");
    }
  }
}
