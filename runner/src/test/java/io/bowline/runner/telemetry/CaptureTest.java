package io.bowline.runner.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.id.CaptureId;
import io.bowline.model.id.JobId;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Outcome;
import io.bowline.model.release.ComponentName;
import io.bowline.runner.intake.Assignment;
import io.bowline.runner.telemetry.redact.Redaction;
import io.bowline.runner.telemetry.spool.Batch;
import io.bowline.runner.telemetry.spool.Reading;
import io.bowline.runner.telemetry.spool.Spool;
import io.bowline.runner.work.Cancellation;
import io.bowline.runner.work.JobEnd;
import io.bowline.runner.work.NoSteps;
import io.bowline.simulator.Account;
import io.bowline.simulator.AccountOptions;
import io.bowline.simulator.node.Image;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Captures on pods of a simulated account. There is no control plane here at all: what is shown,
/// the runner does by itself.
@Timeout(600)
class CaptureTest {
  private static final String IMAGE = "docker.example/busybox:1";
  private static final ComponentName BROKER = new ComponentName("broker");
  private static final ComponentName OTHER = new ComponentName("other");
  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir static Path home;
  @TempDir Path folder;
  private static Account account;
  private static KubernetesClient cluster;

  @BeforeAll
  static void start() {
    account = Account.start(home, AccountOptions.usual().withImage(IMAGE, Image.plain()));
    cluster =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(account.kubeconfig().toFile()))
            .build();
    for (String namespace : List.of("data", "foreign")) {
      cluster
          .resource(
              new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
          .create();
    }
    pod("data", "broker-0", "broker", "in data: password=CANARY");
    pod("data", "other-0", "other", "of another component");
    pod("foreign", "broker-0", "broker", "of another namespace");
    for (String namespace : List.of("data", "foreign")) {
      cluster
          .pods()
          .inNamespace(namespace)
          .withName("broker-0")
          .waitUntilCondition(
              pod -> pod != null && "Running".equals(pod.getStatus().getPhase()),
              60,
              TimeUnit.SECONDS);
    }
  }

  private static void pod(String namespace, String name, String app, String line) {
    cluster
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(Map.of("app", app))
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage(IMAGE)
                .withCommand("/bin/sh", "-c", "while true; do echo '" + line + "'; sleep 0.2; done")
                .endContainer()
                .endSpec()
                .build())
        .create();
  }

  @AfterAll
  static void stop() {
    cluster.close();
    account.close();
  }

  private static List<Workload> workloads() {
    return List.of(
        new Workload(BROKER, "data", Map.of("app", "broker")),
        new Workload(OTHER, "data", Map.of("app", "other")));
  }

  private JobEnd capture(Spool spool, List<ComponentName> components, Instant until)
      throws InterruptedException {
    var request =
        new JobSpec.CaptureLogs(
            new CaptureId(new UUID(1, 1)), components, Instant.EPOCH.plusSeconds(1), until);
    var capture = new Capture(cluster, CaptureTest::workloads, spool, Redaction::usual, CLOCK);
    return capture.handle(
        new Assignment(new JobId(new UUID(1, 2)), 1, 1, request, ""),
        (_, _, _) -> {},
        new Cancellation(),
        new NoSteps());
  }

  private static List<Reading> drain(Spool spool) throws IOException {
    List<Reading> all = new ArrayList<>();
    for (Optional<Batch> next = spool.oldest(); next.isPresent(); next = spool.oldest()) {
      all.addAll(next.get().readings());
      spool.acked(next.get());
    }
    return all;
  }

  @Test
  @Tag("C32.time-limited")
  @Tag("C32.redacted")
  void a_capture_ends_by_itself_and_holds_nothing_but_its_time_its_component_and_no_secret()
      throws Exception {
    var spool = new Spool(folder, 1 << 20);
    Instant until = CLOCK.instant().plusSeconds(4);

    JobEnd end = capture(spool, List.of(BROKER), until);

    assertThat(end.outcome()).isEqualTo(new Outcome.Done());
    assertThat(CLOCK.instant()).isAfterOrEqualTo(until);
    List<Reading> readings = drain(spool);
    List<Reading> lines =
        readings.stream().filter(r -> !r.labels().containsKey("bowline_marker")).toList();
    assertThat(end.report()).isEqualTo(new JobReport.Captured(lines.size(), 0));
    assertThat(lines)
        .isNotEmpty()
        .allSatisfy(line -> {
          assertThat(line.nanos()).isLessThan(LineBuffer.nanos(until));
          assertThat(line.payload()).isEqualTo("in data: password=[redacted:secret]");
          assertThat(line.labels())
              .containsEntry("component", "broker")
              .containsEntry("namespace", "data");
        });
    assertThat(readings)
        .filteredOn(r -> r.labels().containsKey("bowline_marker"))
        .singleElement()
        .satisfies(marker ->
            assertThat(marker.payload())
                .contains("masked %d secrets in %d lines".formatted(lines.size(), lines.size())));
    // the container writes on; nothing of it comes any more
    assertThat(cluster.pods().inNamespace("data").withName("broker-0").get()).isNotNull();
    assertThat(drain(spool)).isEmpty();
  }

  @Test
  void a_capture_without_a_component_or_without_an_end_in_sight_is_refused() throws Exception {
    var spool = new Spool(folder, 1 << 20);
    JobEnd unscoped = capture(spool, List.of(), CLOCK.instant().plusSeconds(5));
    JobEnd endless = capture(spool, List.of(BROKER), CLOCK.instant().plusSeconds(100_000));
    assertThat(unscoped.outcome().toString()).contains("capture-unscoped");
    assertThat(endless.outcome().toString()).contains("capture-too-long");
    assertThat(drain(spool)).isEmpty();
  }
}
