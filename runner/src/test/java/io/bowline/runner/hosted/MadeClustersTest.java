package io.bowline.runner.hosted;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.bowline.cloud.Configuration;
import io.bowline.cloud.grant.ClusterWay;
import io.bowline.cloud.kubeconfig.ClusterAccess;
import io.bowline.driver.azure.AzurePlace;
import io.bowline.driver.gcp.GcpPlace;
import io.bowline.model.place.Cloud;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// The way into a cluster that was made in a cloud.
class MadeClustersTest {
  private static final String SECRET = "abc8Q~0123456789abcdefghijklmnopqrstuvwx";

  @Test
  void aClusterOfAksIsEnteredWithATokenForAksAlone() throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    HttpServer entra =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    entra.createContext(
        "/",
        exchange -> {
          asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] said = "{\"access_token\":\"e30.e30.canary\"}".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, said.length);
          exchange.getResponseBody().write(said);
          exchange.close();
        });
    entra.start();
    try {
      var at = Optional.of(URI.create("http://127.0.0.1:" + entra.getAddress().getPort()));
      Duration limit = Duration.ofSeconds(30);
      var clusters =
          new MadeClusters(new GcpPlace(at, limit), new AzurePlace(at, limit), Clock.systemUTC());
      ClusterAccess access =
          clusters.access(
              new ClusterWay.Made(
                  new Configuration(
                      Cloud.AZURE,
                      Map.of(
                          "client_id",
                          "1",
                          "client_secret",
                          SECRET,
                          "tenant_id",
                          "2",
                          "subscription_id",
                          "3")),
                  "westeurope",
                  "bowline-big",
                  URI.create("https://big.hcp.westeurope.azmk8s.io:443"),
                  "UEVN"));
      assertThat(asked)
          .singleElement()
          .asString()
          .contains("scope=6dae42f8-4368-4678-94ff-3960e28e3630%2F.default");
      assertThat(access.reveal()).contains("e30.e30.canary").doesNotContain(SECRET);
      assertThat(access.toString()).doesNotContain("canary");
    } finally {
      entra.stop(0);
    }
  }
}
