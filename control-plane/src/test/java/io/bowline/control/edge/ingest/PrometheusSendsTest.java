package io.bowline.control.edge.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.grpc.LinkServer;
import io.bowline.control.edge.grpc.TestRunner;
import io.bowline.control.edge.http.TestCaller;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.TestOwner;
import io.bowline.testkit.Parts;
import io.bowline.testkit.RequiresPart;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An ordinary Prometheus sends to 9090 with a client certificate.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
@Tag("real")
@Timeout(600)
class PrometheusSendsTest {
  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  @Inject IngestServers servers;
  @Inject LinkServer link;
  @TempDir Path home;

  @Test
  @RequiresPart("prometheus")
  @Tag("C15.ingest-metrics")
  void whatPrometheusScrapesIsReadBackFromTheInstallOfItsCertificate() throws Exception {
    TestCaller staff =
        TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
    String name = UUID.randomUUID().toString().substring(0, 8);
    String org = id(staff.post("/api/v1/organizations", "{\"name\":\"org-%s\"}".formatted(name)));
    String installs = "/api/v1/organizations/" + org + "/installs";
    String install =
        installs
            + "/"
            + id(
                staff.post(
                    installs,
                    """
                    {"name":"one","product":"acme/streaming","cloud":"byok","region":"local",\
                    "account":"one"}\
                    """));
    String token = staff.post(install + "/enrollment-tokens", "{}").body().path("token").asText();
    var runner = new TestRunner(link.port().orElseThrow(), authority.bundle());
    runner.enroll(token, "one", "local");
    Process prometheus = start(runner);
    try {
      awaitSeries(staff, install, prometheus);
    } finally {
      prometheus.destroy();
      assertThat(prometheus.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static String id(Answer answer) {
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
    return answer.body().path("id").asText();
  }

  private static void awaitSeries(TestCaller staff, String install, Process prometheus)
      throws InterruptedException {
    String query = install + "/metrics?name=up&match=job%3Ditself";
    var never = new CountDownLatch(1);
    for (int i = 0; i < 240; i++) {
      if (!staff.get(query).body().path("items").isEmpty()) {
        return;
      }
      assertThat(prometheus.isAlive()).isTrue();
      assertThat(never.await(500, TimeUnit.MILLISECONDS)).isFalse();
    }
    throw new AssertionError("no sample of Prometheus arrived");
  }

  private Process start(TestRunner runner) throws IOException, CertificateEncodingException {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Path ca = Files.writeString(home.resolve("ca.pem"), authority.bundlePem());
    var chain = new StringBuilder();
    for (X509Certificate certificate : runner.chain()) {
      chain.append(pem("CERTIFICATE", certificate.getEncoded()));
    }
    Path certificate = Files.writeString(home.resolve("client.pem"), chain);
    Path key =
        Files.writeString(
            home.resolve("client.key"), pem("PRIVATE KEY", runner.privateKey().getEncoded()));
    Path config =
        Files.writeString(
            home.resolve("prometheus.yml"),
            """
            global: {scrape_interval: 1s}
            scrape_configs:
              - job_name: itself
                static_configs: [{targets: ["127.0.0.1:%d"]}]
            remote_write:
              - url: https://localhost:%d/api/v1/write
                tls_config: {ca_file: %s, cert_file: %s, key_file: %s}
            """
                .formatted(port, servers.ports().getLast(), ca, certificate, key));
    return new ProcessBuilder(
            Parts.here().require("prometheus").toString(),
            "--config.file=" + config,
            "--storage.tsdb.path=" + home.resolve("data"),
            "--web.listen-address=127.0.0.1:" + port)
        .redirectErrorStream(true)
        .redirectOutput(home.resolve("prometheus.log").toFile())
        .start();
  }

  private static String pem(String what, byte[] der) {
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
        .formatted(what, Base64.getMimeEncoder().encodeToString(der), what);
  }
}
