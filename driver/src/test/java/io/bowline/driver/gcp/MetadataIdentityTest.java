package io.bowline.driver.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetadataIdentityTest {
  private final AtomicReference<String> asked = new AtomicReference<>("");
  private HttpServer server;
  private MetadataIdentity identity;
  private volatile String flavor = "Google";
  private volatile int status = 200;
  private volatile String body = "aaa.bbb.ccc\n";

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.set(
              exchange.getRequestHeaders().getFirst("Metadata-Flavor")
                  + " "
                  + exchange.getRequestURI());
          exchange.getResponseHeaders().add("Metadata-Flavor", flavor);
          exchange.getResponseHeaders().add("Location", "http://169.254.169.254/");
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    identity =
        new MetadataIdentity(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void asksForATokenThatIsForThisAudienceAlone() throws Exception {
    assertThat(identity.token("bowline-enrollment:ab")).isEqualTo("aaa.bbb.ccc");
    assertThat(asked.get())
        .startsWith("Google /computeMetadata/v1/instance/service-accounts/default/identity?")
        .contains("format=full")
        .contains("audience=bowline-enrollment%3Aab");
  }

  @Test
  void whatOnlyStandsInGooglesPlaceIsNotBelieved() {
    flavor = "Else";
    assertThatThrownBy(() -> identity.token("a")).hasMessageContaining("not Google's");
    flavor = "Google";
    status = 302;
    assertThatThrownBy(() -> identity.token("a")).hasMessageContaining("302");
    status = 200;
    body = "<html>sign in to the hotel's network</html>";
    assertThatThrownBy(() -> identity.token("a")).hasMessageContaining("no token");
    body = "a".repeat(100_000);
    assertThatThrownBy(() -> identity.token("a")).isInstanceOf(IOException.class);
  }
}
