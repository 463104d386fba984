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
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// One round of metrics: the runner's own, the state of the install's pods, and the Prometheus
/// endpoints that the release names. Endpoints are reached through the API server, so the runner
/// needs no way into the pod network.
public final class Scrape {
  private static final Logger LOG = Logger.getLogger(Scrape.class);
  private static final String NAME = "__name__";
  private static final Map<String, String> RUNNER = Map.of("job", "bowline-runner");

  private final Optional<Installed> installed;
  private final Supplier<String> own;
  private final InstantSource clock;

  /// Reads nothing yet.
  ///
  /// @param installed empty when this runner looks after no cluster
  /// @param own the runner's own metrics in the Prometheus text format
  public Scrape(Optional<Installed> installed, Supplier<String> own, InstantSource clock) {
    this.installed = installed;
    this.own = own;
    this.clock = clock;
  }

  /// Looks once and keeps what it saw. What the runner knows of itself is kept also when the
  /// cluster is out of reach: then it is what one wants to know.
  public void once(Spool spool) throws IOException {
    Instant now = clock.instant();
    long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    var readings = new ArrayList<Reading>();
    add(readings, own.get(), RUNNER, nanos);
    if (installed.isPresent()) {
      var seen = new ArrayList<Reading>();
      boolean reached = look(installed.get(), seen, nanos);
      add(readings, "bowline_runner_cluster_reachable", RUNNER, reached ? 1 : 0, nanos);
      readings.addAll(seen);
    }
    spool.add(readings);
  }

  private static boolean look(Installed here, List<Reading> readings, long nanos) {
    try {
      KubernetesClient cluster = here.cluster();
      for (Workload workload : here.workloads()) {
        for (Pod pod : pods(cluster, workload)) {
          state(readings, workload, pod, nanos);
        }
      }
      for (ScrapeTarget target : here.targets()) {
        for (Pod pod : pods(cluster, target.workload())) {
          endpoint(cluster, readings, target, pod, nanos);
        }
      }
      return true;
    } catch (RuntimeException e) {
      // not there yet, away, or its kubeconfig is not: the next round looks again
      LOG.warnf("The cluster cannot be looked at now: %s", e.toString());
      return false;
    }
  }

  private static List<Pod> pods(KubernetesClient cluster, Workload workload) {
    return cluster
        .pods()
        .inNamespace(workload.namespace())
        .withLabels(workload.podLabels())
        .list()
        .getItems();
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

  private static void endpoint(
      KubernetesClient cluster, List<Reading> readings, ScrapeTarget target, Pod pod, long nanos) {
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
