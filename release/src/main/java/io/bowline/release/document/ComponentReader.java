package io.bowline.release.document;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.model.artifact.Digest;
import io.bowline.model.release.Component;
import io.bowline.model.release.ComponentName;
import io.bowline.model.release.HealthCheck;
import io.bowline.model.release.Reversibility;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// One entry of `components`.
final class ComponentReader {
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern RELEASE_NAME =
      Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,51}[a-z0-9])?");
  private static final Pattern SERVICE = Pattern.compile("[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern URL_PATH = Pattern.compile("/[\\x21-\\x7e]{0,1023}");

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,127}");
  private static final Pattern ENVIRONMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,252}");
  private static final Pattern PORT = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,13}[a-z0-9])?");
  private static final Pattern RESOURCE = Pattern.compile("[a-z0-9](?:[a-z0-9./-]{0,251})");

  private final Fields fields;

  ComponentReader(Fields fields) {
    this.fields = fields;
  }

  Optional<Component> component() {
    String kind = fields.text("kind", 32);
    Optional<Component.Common> common = common();
    Optional<Component> component =
        switch (kind) {
          case "helm" -> helm(common);
          case "terraform" -> terraform(common);
          case "image" -> image(common);
          case String _ -> {
            fields.problem("kind", "must be helm, terraform or image");
            yield Optional.empty();
          }
        };
    return component;
  }

  private Optional<Component.Common> common() {
    Optional<ComponentName> name = fields.parsed("name", ComponentName::new);
    Set<ComponentName> after = new LinkedHashSet<>();
    int index = 0;
    for (String other : fields.texts("after", 100)) {
      try {
        after.add(new ComponentName(other));
      } catch (IllegalArgumentException e) {
        fields.problem("after[" + index + "]", String.valueOf(e.getMessage()));
      }
      index++;
    }
    Duration timeout = fields.parsed("timeout", Duration.ofMinutes(10), Spans::parse);
    Reversibility reversibility =
        fields.parsed("reversibility", Reversibility.REVERSIBLE, ComponentReader::reversibility);
    List<HealthCheck> health = new ArrayList<>();
    for (Fields check : fields.objects("health", 20)) {
      health(check).ifPresent(health::add);
      check.end();
    }
    return name.map(n -> new Component.Common(n, after, timeout, reversibility, health));
  }

  private static Reversibility reversibility(String text) {
    return switch (text) {
      case "reversible" -> Reversibility.REVERSIBLE;
      case "forward-data" -> Reversibility.FORWARD_DATA;
      case "irreversible" -> Reversibility.IRREVERSIBLE;
      case String _ ->
          throw new IllegalArgumentException("must be reversible, forward-data or irreversible");
    };
  }

  private static Optional<HealthCheck> health(Fields check) {
    return switch (check.text("kind", 32)) {
      case "workloads-ready" ->
          Optional.of(
              new HealthCheck.WorkloadsReady(
                  check.parsed("stableFor", Duration.ZERO, Spans::parse)));
      case "http-get" -> {
        String service = pattern(check, "service", SERVICE, "a service name");
        int port = (int) check.number("port", 1, 65_535);
        String path = pattern(check, "path", URL_PATH, "an absolute path");
        yield Optional.of(new HealthCheck.HttpGet(service, port, path));
      }
      case "metrics" -> {
        int port = (int) check.number("port", 1, 65_535);
        String path = check.has("path") ? pattern(check, "path", URL_PATH, "a path") : "/metrics";
        yield Optional.of(new HealthCheck.Metrics(port, path));
      }
      case String _ -> {
        check.problem("kind", "must be workloads-ready, http-get or metrics");
        yield Optional.empty();
      }
    };
  }

  private Optional<Component> helm(Optional<Component.Common> common) {
    Optional<Digest> chart = fields.parsed("chart", Digest::parse);
    String namespace = pattern(fields, "namespace", NAMESPACE, "a namespace");
    String releaseName =
        fields.has("releaseName")
            ? pattern(fields, "releaseName", RELEASE_NAME, "a Helm release name")
            : common.map(c -> c.name().value()).orElse("");
    String values = fields.optionalText("values", 512 * 1024).orElse("");
    return common.flatMap(
        c -> chart.map(d -> new Component.Helm(c, d, namespace, releaseName, values)));
  }

  private Optional<Component> terraform(Optional<Component.Common> common) {
    Optional<Digest> module = fields.parsed("module", Digest::parse);
    Map<String, String> variables = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : fields.map("variables", 200).entrySet()) {
      variables.put(entry.getKey(), entry.getValue().toString());
    }
    names(fields, "variables", variables.keySet(), VARIABLE);
    return common.flatMap(c -> module.map(m -> new Component.Terraform(c, m, variables)));
  }

  private Optional<Component> image(Optional<Component.Common> common) {
    String image = fields.text("image", 64);
    Optional<Component.Workload> run =
        fields.get("run").isPresent()
            ? Optional.of(workload(fields.object("run")))
            : Optional.empty();
    return common.map(c -> new Component.Image(c, image, run));
  }

  private static Component.Workload workload(Fields run) {
    String namespace = pattern(run, "namespace", NAMESPACE, "a namespace");
    int replicas = (int) run.number("replicas", 1, 0, 1000);
    List<String> command = run.texts("command", 100);
    Map<String, String> environment = run.textMap("environment", 200);
    Map<String, Integer> ports = new LinkedHashMap<>();
    Fields numbers = run.object("ports");
    run.map("ports", 50)
        .keySet()
        .forEach(name -> ports.put(name, (int) numbers.number(name, 1, 65_535)));
    Map<String, String> limits = run.textMap("limits", 20);
    names(run, "environment", environment.keySet(), ENVIRONMENT);
    names(run, "ports", ports.keySet(), PORT);
    names(run, "limits", limits.keySet(), RESOURCE);
    run.end();
    return new Component.Workload(namespace, replicas, command, environment, ports, limits);
  }

  private static void names(Fields fields, String key, Set<String> names, Pattern allowed) {
    names.stream()
        .filter(name -> !allowed.matcher(name).matches())
        .forEach(name -> fields.problem(key + "." + name, "is no name here (" + allowed + ")"));
  }

  private static String pattern(Fields fields, String key, Pattern pattern, String what) {
    return fields.parsed(key, text -> DocumentReader.match(pattern, text, what)).orElse("");
  }
}
