package io.bowline.runner.egress;

import static io.bowline.runner.egress.Part.CAPTURED_LOGS;
import static io.bowline.runner.egress.Part.ENDPOINT_METRICS;
import static io.bowline.runner.egress.Part.POD_METRICS;
import static io.bowline.runner.egress.Part.RUNNER_METRICS;
import static io.bowline.runner.egress.RecordType.field;

import java.util.ArrayList;
import java.util.List;

/// What leaves as logs, metrics and reads of artifacts. At the two doors of telemetry a field is a
/// label, `metric NAME`, or `the line` and `the sample` themselves.
final class TelemetryRecords {
  static final String METRIC = "metric ";
  static final String ANY_METRIC = METRIC + "(any)";
  static final String ANY_LABEL = "(any other label)";
  static final RecordType LOGS = logs();
  static final RecordType RUNNER = runner();
  static final RecordType PODS = pods();
  static final RecordType ENDPOINTS = endpoints();
  static final RecordType LOST = lost();

  private TelemetryRecords() {}

  static List<RecordType> all() {
    return List.of(LOGS, RUNNER, PODS, ENDPOINTS, LOST, artifacts());
  }

  private static RecordType logs() {
    return new RecordType(
        "captured logs",
        Door.LOGS,
        "finding out why a component is unwell; only while a capture runs that was asked for",
        "in the logs of the install",
        List.of(
            field("component", "as the release names it", CAPTURED_LOGS),
            field("namespace", "of the pod", CAPTURED_LOGS),
            field("pod", "its name", CAPTURED_LOGS),
            field("container", "its name", CAPTURED_LOGS),
            field("bowline_marker", "`redacted` or `dropped`: how many, not which", CAPTURED_LOGS),
            field("the line", "with its time; secrets in it are masked", CAPTURED_LOGS)));
  }

  private static RecordType runner() {
    var fields = new ArrayList<RecordType.Field>();
    fields.add(field("job", "`bowline-runner`", RUNNER_METRICS));
    fields.add(field("spool", "`logs` or `metrics`", RUNNER_METRICS));
    metric(fields, "bowline_runner_up", "1");
    metric(fields, "bowline_runner_uptime_seconds", "since its process began");
    metric(fields, "bowline_runner_heap_used_bytes", "of its process");
    metric(fields, "bowline_runner_threads", "of its process");
    metric(fields, "bowline_runner_cluster_reachable", "whether it can look at the cluster");
    metric(fields, "bowline_runner_spool_bytes", "waiting to be sent");
    metric(fields, "bowline_runner_spool_dropped_total", "dropped by a full spool or disk");
    metric(fields, "bowline_runner_spool_damaged_total", "found damaged on the disk");
    fields.add(field("the sample", "with its time", RUNNER_METRICS));
    return new RecordType(
        "runner's metrics",
        Door.METRICS,
        "seeing that the runner is well",
        "in the metrics of the install",
        fields);
  }

  private static void metric(List<RecordType.Field> fields, String name, String meaning) {
    fields.add(field(METRIC + name, meaning, RUNNER_METRICS));
  }

  private static RecordType pods() {
    return new RecordType(
        "pods",
        Door.METRICS,
        "seeing that what the install runs is well",
        "in the metrics of the install",
        List.of(
            field("component", "as the release names it", POD_METRICS),
            field("namespace", "of the pod", POD_METRICS),
            field("pod", "its name", POD_METRICS),
            field(METRIC + "kube_pod_ready", "whether it is ready", POD_METRICS),
            field(METRIC + "kube_pod_restarts_total", "restarts of its containers", POD_METRICS),
            field("the sample", "with its time", POD_METRICS)));
  }

  private static RecordType endpoints() {
    return new RecordType(
        "endpoints",
        Door.METRICS,
        "seeing how the components do; the release names the endpoints, and no other is read",
        "in the metrics of the install",
        List.of(
            field("component", "as the release names it", ENDPOINT_METRICS),
            field("namespace", "of the pod", ENDPOINT_METRICS),
            field("pod", "its name", ENDPOINT_METRICS),
            field(METRIC + "up", "whether the endpoint answered", ENDPOINT_METRICS),
            field(ANY_METRIC, "that the endpoint shows", ENDPOINT_METRICS),
            field(ANY_LABEL, "that the endpoint shows", ENDPOINT_METRICS),
            field("the sample", "with its time", ENDPOINT_METRICS)));
  }

  private static RecordType lost() {
    return new RecordType(
        "lost samples",
        Door.METRICS,
        "telling what is missing from the others; leaves where the series that lost them may",
        "in the metrics of the install",
        List.of(
            field("(labels of the series)", "without its name"),
            field("metric", "name of the series"),
            field("cause", "`spool_full`, `disk_refused` or `damaged`"),
            field(METRIC + "bowline_dropped_samples", "how many; at the time of the last one"),
            field(METRIC + "bowline_dropped_since_seconds", "when the first one was")));
  }

  private static RecordType artifacts() {
    return new RecordType(
        "reads of artifacts",
        Door.ARTIFACTS,
        "pulling a release, its charts, modules and images; nothing is written there",
        "not kept",
        List.of(
            field("path", "repository and digest or tag that is read"),
            field("certificate", "the runner's own, as at every door")));
  }
}
