package io.bowline.driver.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManagedIdentityTest {
  private static final String CLIENT = "0b1f6471-1bf0-4dda-aec3-cb9272f09590";

  private final AtomicReference<String> asked = new AtomicReference<>("");
  private HttpServer server;
  private URI address;
  private volatile int status = 200;
  private volatile String body = "{\"access_token\":\"aaa.bbb.ccc\"}";

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.set(
              exchange.getRequestHeaders().getFirst("Metadata") + " " + exchange.getRequestURI());
          exchange.getResponseHeaders().add("Location", "http://169.254.169.254/");
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String token(Map<String, String> environment) throws Exception {
    return new ManagedIdentity(environment, address).token("api://AzureADTokenExchange");
  }

  @Test
  void aMachineAsksItsMetadataServiceForThisAudienceAlone() throws Exception {
    assertThat(token(Map.of("AZURE_CLIENT_ID", CLIENT))).isEqualTo("aaa.bbb.ccc");
    assertThat(asked.get())
        .startsWith("true /metadata/identity/oauth2/token?")
        .contains("resource=api%3A%2F%2FAzureADTokenExchange&")
        .endsWith("client_id=" + CLIENT);
    assertThat(token(Map.of("AZURE_CLIENT_ID", "x&resource=else"))).isEqualTo("aaa.bbb.ccc");
    assertThat(asked.get()).doesNotContain("else");
  }

  @Test
  void whatOnlyStandsInItsPlaceIsNotBelievedAndNotRepeated() {
    status = 302;
    assertThatThrownBy(() -> token(Map.of())).hasMessageContaining("302");
    status = 200;
    body = "<html>sign in to the hotel's network</html>";
    assertThatThrownBy(() -> token(Map.of()))
        .hasMessageContaining("not JSON")
        .hasMessageNotContaining("hotel");
    body = "{\"access_token\":\"a b\\nc\"}";
    assertThatThrownBy(() -> token(Map.of())).hasMessageContaining("no token");
    body = "{\"access_token\":\"" + "a".repeat(100_000) + "\"}";
    assertThatThrownBy(() -> token(Map.of())).isInstanceOf(IOException.class);
  }

  @Test
  void aPodsTokenGoesToNobodyWithoutTls() {
    Map<String, String> pod =
        Map.of(
            "AZURE_FEDERATED_TOKEN_FILE", "/nowhere", "AZURE_AUTHORITY_HOST", address.toString());
    assertThatThrownBy(() -> token(pod)).hasMessageContaining("AZURE_AUTHORITY_HOST");
    assertThatThrownBy(() -> token(Map.of("AZURE_FEDERATED_TOKEN_FILE", "/nowhere")))
        .hasMessageContaining("AZURE_TENANT_ID");
    assertThat(asked.get()).isEmpty();
  }
}
