package io.bowline.runner.step.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What TLS to a registry is encrypted with, at a server that lets the client choose.
@Timeout(60)
class CipherOrderTest {
  @Test
  void chachaIsPreferred() throws Exception {
    assertThat(chosen("")).isEqualTo("TLS_CHACHA20_POLY1305_SHA256");
  }

  @Test
  void aRegistryThatHasOnlyAesIsSpokenToInIt() throws Exception {
    assertThat(chosen("TLS_AES_128")).isEqualTo("TLS_AES_128_GCM_SHA256");
    assertThat(chosen("TLS_ECDHE_ECDSA_WITH_AES_256_GCM"))
        .isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
  }

  /// @param only suites that begin so
  private String chosen(String only) throws Exception {
    TestTls tls = TestTls.make();
    try (var listening =
        (SSLServerSocket)
            tls.listening()
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      SSLParameters parameters = listening.getSSLParameters();
      parameters.setUseCipherSuitesOrder(false);
      parameters.setCipherSuites(
          Stream.of(parameters.getCipherSuites())
              .filter(suite -> suite.startsWith(only))
              .toArray(String[]::new));
      listening.setSSLParameters(parameters);
      var suite = new CompletableFuture<String>();
      Thread _ = Thread.ofVirtual().start(() -> answer(listening, suite));
      URI there = URI.create("https://127.0.0.1:" + listening.getLocalPort() + "/v2/");
      var client = Registries.vendor("127.0.0.1", listening.getLocalPort(), tls.client()).client();
      var answer = client.send(HttpRequest.newBuilder(there).build(), BodyHandlers.discarding());
      assertThat(answer.statusCode()).isEqualTo(204);
      return suite.get();
    }
  }

  private static void answer(SSLServerSocket listening, CompletableFuture<String> suite) {
    try (var socket = (SSLSocket) listening.accept()) {
      suite.complete(socket.getSession().getCipherSuite());
      int _ = socket.getInputStream().read();
      byte[] answer = "HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
      socket.getOutputStream().write(answer);
      byte[] _ = socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      suite.completeExceptionally(e);
    }
  }
}
