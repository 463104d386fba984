package io.bowline.runner.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/// A release of the sample that changes every component, and in which one of them is broken in one
/// way.
record BrokenRelease(Part part, Fault fault) {
  static final String ABSENT_IMAGE = "acme/broken";
  private static final String SHORT = "8s";

  /// The components of the sample, each of another kind.
  enum Part {
    /// A StatefulSet in a chart.
    BROKER,
    /// A Deployment in a chart.
    CONNECTOR,
    /// A Terraform module.
    TOPICS,
    /// A container.
    GENERATOR;

    String component() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /// How it is broken.
  enum Fault {
    CRASH_LOOP,
    HANG,
    FAILING_HOOK,
    MISSING_IMAGE
  }

  @Override
  public String toString() {
    return part.component() + " " + fault.name().toLowerCase(java.util.Locale.ROOT);
  }

  /// What a good release would bring, so that there is something to return in every component.
  static void changeEverything(AuthorDesk desk, int sequence, boolean topics) throws IOException {
    desk.number(sequence);
    desk.component("broker", c -> values(c).put("retentionHours", 72 + sequence));
    desk.component("connector", c -> values(c).put("replicas", 1));
    desk.append(
        "charts/connector/templates/extra.yaml",
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: connector-extra\ndata:\n  k: v\n");
    desk.component(
        "generator",
        c -> ((ObjectNode) c.path("run").path("environment")).put("SEQUENCE", "n" + sequence));
    if (topics) {
      desk.component(
          "topics", c -> ((ObjectNode) c.path("variables")).put("partitions", 10 + sequence));
    }
  }

  /// Breaks it.
  void on(AuthorDesk desk) throws IOException {
    switch (part) {
      case BROKER -> chart(desk, "charts/broker/templates/", "statefulset.yaml");
      case CONNECTOR -> chart(desk, "charts/connector/templates/", "deployment.yaml");
      case TOPICS -> module(desk);
      case GENERATOR -> container(desk);
    }
    desk.component(part.component(), c -> c.put("timeout", fault == Fault.HANG ? SHORT : "15s"));
  }

  private void chart(AuthorDesk desk, String templates, String workload) throws IOException {
    switch (fault) {
      case CRASH_LOOP -> desk.component(part.component(), c -> values(c).put("fault", "crash"));
      case HANG -> desk.replace(templates + workload, "path: /metrics", "path: /never");
      case FAILING_HOOK -> desk.append(templates + "migrate.yaml", hook());
      case MISSING_IMAGE -> {
        desk.image("broken", ABSENT_IMAGE);
        desk.component(
            part.component(), c -> values(c).put("image", AuthorDesk.source(ABSENT_IMAGE)));
      }
    }
  }

  private void module(AuthorDesk desk) throws IOException {
    String file = "modules/topics/main.tf";
    switch (fault) {
      case CRASH_LOOP ->
          desk.append(file, last("provisioner \"local-exec\" { command = \"exit 3\" }"));
      case HANG ->
          desk.append(file, last("provisioner \"local-exec\" { command = \"sleep 600\" }"));
      case FAILING_HOOK ->
          desk.append(
              file,
              last(
                  """
                  lifecycle {
                      postcondition {
                        condition     = self.id == "never"
                        error_message = "the topics do not answer"
                      }
                    }\
                  """));
      case MISSING_IMAGE -> desk.append(file, "resource \"random_id\" \"x\" { byte_length = 4 }\n");
    }
  }

  private static String last(String body) {
    return "resource \"terraform_data\" \"last\" {\n  depends_on = [terraform_data.topic]\n  "
        + body
        + "\n}\n";
  }

  private void container(AuthorDesk desk) throws IOException {
    switch (fault) {
      case CRASH_LOOP ->
          desk.component(
              "generator",
              c -> {
                ArrayNode command = ((ObjectNode) c.path("run")).putArray("command");
                command.add("/bin/sh").add("-c").add("echo no such option >&2; exit 2");
              });
      case HANG -> {
        ports(desk);
        desk.component(
            "generator",
            c -> {
              ObjectNode check = c.putArray("health").addObject();
              check.put("kind", "http-get").put("service", "generator");
              check.put("port", 8080).put("path", "/never");
            });
      }
      // a container has no hook; what comes nearest is an object that is refused on the way
      case FAILING_HOOK -> ports(desk);
      case MISSING_IMAGE -> {
        desk.image("broken", ABSENT_IMAGE);
        desk.component("generator", c -> c.put("image", "broken"));
      }
    }
  }

  private static void ports(AuthorDesk desk) throws IOException {
    desk.component(
        "generator", c -> ((ObjectNode) c.path("run")).putObject("ports").put("http", 8080));
  }

  private static ObjectNode values(ObjectNode component) {
    return (ObjectNode) component.path("values");
  }

  private static String hook() {
    return """
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: {{ .Release.Name }}-migration
      annotations:
        helm.sh/hook: pre-upgrade
        helm.sh/hook-weight: "-1"
    data:
      to: {{ .Chart.Version | quote }}
    ---
    apiVersion: batch/v1
    kind: Job
    metadata:
      name: {{ .Release.Name }}-migrate
      annotations:
        helm.sh/hook: pre-upgrade
    spec:
      backoffLimit: 0
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: migrate
              image: {{ .Values.image }}
              command: ["/bin/sh", "-c", "echo cannot migrate >&2; exit 1"]
    """;
  }
}
