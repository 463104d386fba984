package io.bowline.runner.telemetry;

import io.bowline.runner.telemetry.exposition.TextFormat;
import io.bowline.runner.telemetry.spool.Reading;
import io.bowline.runner.telemetry.spool.Spool;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// One round of metrics: the runner's own, the state of the install's pods, and the Prometheus
/// endpoints that the release names. Endpoints are reached through the API server, so the runner
/// needs no way into the pod network.
public final class Scrape {
  private static final Logger LOG = Logger.getLogger(Scrape.class);
  private static final String NAME = "__name__";

  private final KubernetesClient cluster;
  private final Workloads workloads;
  private final Supplier<List<ScrapeTarget>> targets;
  private final Supplier<String> own;
  private final InstantSource clock;

  /// @param own the runner's own metrics in the Prometheus text format
  public Scrape(
      KubernetesClient cluster,
      Workloads workloads,
      Supplier<List<ScrapeTarget>> targets,
      Supplier<String> own,
      InstantSource clock) {
    this.cluster = cluster;
    this.workloads = workloads;
    this.targets = targets;
    this.own = own;
    this.clock = clock;
  }

  /// Looks once and keeps what it saw.
  public void once(Spool spool) throws IOException {
    Instant now = clock.instant();
    long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    var readings = new ArrayList<Reading>();
    add(readings, own.get(), Map.of("job", "bowline-runner"), nanos);
    for (Workload workload : workloads.now()) {
      for (Pod pod : pods(workload)) {
        state(readings, workload, pod, nanos);
      }
    }
    for (ScrapeTarget target : targets.get()) {
      for (Pod pod : pods(target.workload())) {
        endpoint(readings, target, pod, nanos);
      }
    }
    spool.add(readings);
  }

  private List<Pod> pods(Workload workload) {
    try {
      return cluster
          .pods()
          .inNamespace(workload.namespace())
          .withLabels(workload.podLabels())
          .list()
          .getItems();
    } catch (KubernetesClientException e) {
      LOG.warnf("The pods of %s cannot be listed now: %s", workload.component(), e.getMessage());
      return List.of();
    }
  }

  private static void state(List<Reading> readings, Workload workload, Pod pod, long nanos) {
    if (pod.getStatus() == null) {
      return;
    }
    boolean ready =
        pod.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
    add(readings, "kube_pod_ready", labels(workload, pod), ready ? 1 : 0, nanos);
    int restarts =
        pod.getStatus().getContainerStatuses().stream()
            .mapToInt(container -> container.getRestartCount())
            .sum();
    add(readings, "kube_pod_restarts_total", labels(workload, pod), restarts, nanos);
  }

  private void endpoint(List<Reading> readings, ScrapeTarget target, Pod pod, long nanos) {
    Map<String, String> labels = labels(target.workload(), pod);
    String address =
        "/api/v1/namespaces/%s/pods/%s:%d/proxy%s"
            .formatted(
                target.workload().namespace(),
                pod.getMetadata().getName(),
                target.port(),
                target.path());
    try {
      String text = cluster.raw(address);
      add(readings, "up", labels, text == null ? 0 : 1, nanos);
      add(readings, text == null ? "" : text, labels, nanos);
    } catch (KubernetesClientException e) {
      LOG.debugf("%s does not answer: %s", address, e.getMessage());
      add(readings, "up", labels, 0, nanos);
    }
  }

  private static Map<String, String> labels(Workload workload, Pod pod) {
    return Map.of(
        "component", workload.component().value(),
        "namespace", workload.namespace(),
        "pod", pod.getMetadata().getName());
  }

  private static void add(
      List<Reading> readings, String text, Map<String, String> labels, long nanos) {
    for (TextFormat.Sample sample : TextFormat.parse(text)) {
      var all = new TreeMap<>(sample.labels());
      all.putAll(labels);
      readings.add(new Reading(all, nanos, Double.toString(sample.value())));
    }
  }

  private static void add(
      List<Reading> readings, String name, Map<String, String> labels, double value, long nanos) {
    var all = new TreeMap<>(labels);
    all.put(NAME, name);
    readings.add(new Reading(all, nanos, Double.toString(value)));
  }
}
