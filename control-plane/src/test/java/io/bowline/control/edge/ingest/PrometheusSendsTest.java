package io.bowline.control.edge.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.grpc.TestRunner;
import io.bowline.control.edge.http.TestCaller;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.Pem;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.TestOwner;
import io.bowline.control.telemetry.DiskReserve;
import io.bowline.control.telemetry.MetricAnswer;
import io.bowline.control.telemetry.MetricQuery;
import io.bowline.control.telemetry.Selector;
import io.bowline.control.telemetry.Series;
import io.bowline.control.telemetry.Source;
import io.bowline.control.telemetry.Telemetry;
import io.bowline.control.telemetry.TestRoom;
import io.bowline.control.telemetry.TimeRange;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.testkit.FakeClock;
import io.bowline.testkit.Parts;
import io.bowline.testkit.RequiresPart;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A customer's own Prometheus sends to 9090 under a collector's certificate, and loses nothing
/// when it is told to come again.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
@Tag("real")
@Timeout(600)
class PrometheusSendsTest {
  private static final Selector UP = Selector.parse(List.of("__name__=up"));

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  @Inject IngestServers servers;
  @Inject TakenIngest ingest;
  @TempDir Path home;

  private TestCaller staff;
  private String org;
  private String install;
  private final KeyPair key = TestRunner.newKey();
  private String certificate;
  private final List<Process> started = new ArrayList<>();
  private final SimpleMeterRegistry counted = new SimpleMeterRegistry();

  @BeforeEach
  void collector() {
    staff = TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
    org = staff.organization();
    String installs = "/api/v1/organizations/" + org + "/installs";
    install =
        made(
                installs,
                """
                {"name":"one","product":"acme/streaming","cloud":"byok","region":"local",\
                "account":"one"}\
                """)
            .path("id")
            .asText();
    String csr = JsonNodeFactory.instance.textNode(TestRunner.requestPem(key)).toString();
    certificate =
        made(installs + "/one/collectors", "{\"name\":\"prometheus\",\"csr\":%s}".formatted(csr))
            .path("certificate")
            .asText();
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (Process process : started) {
      // it would try for a minute to send what nobody takes any more
      process.destroyForcibly();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  private JsonNode made(String path, String body) {
    Answer answer = staff.post(path, body);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
    return answer.body();
  }

  @Test
  @RequiresPart("prometheus")
  @Tag("C15.ingest-metrics")
  @Tag("C15.collectors")
  void whatPrometheusScrapesIsReadBackFromTheInstallOfItsCertificate() throws Exception {
    start(servers.ports().getLast());
    String query =
        "/api/v1/organizations/" + org + "/installs/one/metrics?name=up&match=job%3Ditself";
    await("a sample", () -> !staff.get(query).body().path("items").isEmpty());
  }

  @Test
  @RequiresPart("prometheus")
  void whatIsAnsweredWith429Or503IsKeptThereAndArrivesLater() throws Exception {
    var free = new AtomicLong(Long.MAX_VALUE);
    var clock = new FakeClock(Instant.now());
    Path folder = home.resolve("telemetry");
    try (var telemetry =
        new Telemetry(
            folder,
            TestRoom.sizes(1 << 22, 100, 10),
            new DiskReserve(1 << 20, free::get, everLater()))) {
      IngestServers own =
          ingest.again(
              TestPorts.at(0, 0).perInstall(1_000_000, 64, 1_000_000), telemetry, counted, clock);
      try {
        int port = own.ports().getLast();
        spend(port);
        start(port);
        Instant begun = Instant.now();
        refusals(2);
        assertThat(ups(telemetry)).isEmpty();
        Instant room = Instant.now();
        clock.advance(Duration.ofHours(1));
        await("what was refused with 429", () -> !between(telemetry, begun, room).isEmpty());

        free.set(0);
        Instant full = Instant.now();
        refusals(2);
        await("some scrapes meanwhile", () -> Instant.now().isAfter(full.plusSeconds(5)));
        Instant emptied = Instant.now();
        free.set(Long.MAX_VALUE);
        await("what was refused with 503", () -> between(telemetry, full, emptied).size() >= 2);
      } finally {
        TakenIngest.from(own);
      }
    }
  }

  private static InstantSource everLater() {
    var looks = new AtomicLong();
    return () -> Instant.EPOCH.plusSeconds(10 * looks.incrementAndGet());
  }

  /// Uses up what the install may send at once, and more, under the same certificate.
  private void spend(int port) throws Exception {
    var sender =
        new Sender(key.getPrivate(), Pem.certificates(certificate), TestTrust.of(authority));
    int status = 0;
    for (int i = 0; i < 3 && status != 429; i++) {
      status =
          sender
              .push(port, "/api/v1/write", new byte[3_000_000], "Content-Type", "text/plain")
              .statusCode();
    }
    assertThat(status).isEqualTo(429);
  }

  /// Waits until Prometheus was told so often to come again.
  private void refusals(int many) throws Exception {
    double before = refused();
    await(many + " refusals", () -> refused() >= before + many);
  }

  private double refused() {
    return counted.getMeters().stream()
        .filter(meter -> meter.getId().getName().equals("bowline.ingest.refused"))
        .mapToDouble(meter -> meter.measure().iterator().next().getValue())
        .sum();
  }

  private List<Series.Point> ups(Telemetry telemetry) throws IOException {
    var source = new Source(OrgId.parse(org), InstallId.parse(install));
    var range =
        TimeRange.of(Instant.now().minus(Duration.ofHours(1)), Instant.now().plusSeconds(60));
    MetricAnswer answer =
        telemetry.metrics(
            source,
            new MetricQuery(UP, range, Duration.ZERO, new MetricQuery.Limits(1_000, 100_000)));
    assertThat(answer).isInstanceOf(MetricAnswer.Found.class);
    return ((MetricAnswer.Found) answer)
        .series().stream().flatMap(series -> series.points().stream()).toList();
  }

  private List<Instant> between(Telemetry telemetry, Instant from, Instant until)
      throws IOException {
    return ups(telemetry).stream()
        .map(point -> Instant.EPOCH.plusNanos(point.nanos()))
        .filter(at -> at.isAfter(from) && at.isBefore(until))
        .toList();
  }

  private void await(String what, Callable<Boolean> there) throws Exception {
    var never = new CountDownLatch(1);
    for (int i = 0; !there.call(); i++) {
      assertThat(i).as("two minutes without " + what).isLessThan(480);
      assertThat(started).allMatch(Process::isAlive);
      assertThat(never.await(250, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  private void start(int metricsPort) throws IOException {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Path ca = Files.writeString(home.resolve("ca.pem"), authority.bundlePem());
    Path pem = Files.writeString(home.resolve("client.pem"), certificate);
    String der = Base64.getMimeEncoder().encodeToString(key.getPrivate().getEncoded());
    Path keyFile =
        Files.writeString(
            home.resolve("client.key"),
            "-----BEGIN PRIVATE KEY-----%n%s%n-----END PRIVATE KEY-----%n".formatted(der));
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
                queue_config: {retry_on_http_429: true, batch_send_deadline: 1s, max_backoff: 2s}
            """
                .formatted(port, metricsPort, ca, pem, keyFile));
    started.add(
        new ProcessBuilder(
                Parts.here().require("prometheus").toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + home.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("prometheus.log").toFile())
            .start());
  }
}
