package io.bowline.simulator.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.admission.Refusal.Cause;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.kind.Kind;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Whether an object of a known kind may be kept as it is.
public final class Validation {
  private static final int LARGEST_DATA = 1024 * 1024;

  private Validation() {}

  /// Checks the whole object.
  ///
  /// @throws Refusal 422 with every cause, when there is one
  public static void check(Kind kind, ObjectNode object) {
    List<Cause> causes = new ArrayList<>(Names.check(kind, object));
    switch (kind.id()) {
      case "pods" -> podSpec(Tree.at(object, "spec"), "spec", Set.of(), causes);
      case "deployments.apps", "replicasets.apps", "statefulsets.apps", "daemonsets.apps" ->
          workload(object, causes);
      case "jobs.batch" -> job(object, causes);
      case "cronjobs.batch" -> {
        require(object, causes, "spec", "schedule");
        podSpec(
            Tree.at(object, "spec", "jobTemplate", "spec", "template", "spec"),
            "spec.jobTemplate.spec.template.spec",
            Set.of(),
            causes);
      }
      case "services" -> service(object, causes);
      case "secrets" -> secret(object, causes);
      case "configmaps" -> size(object, causes, "data", "binaryData");
      case "persistentvolumeclaims" -> claim(object, causes);
      case "leases.coordination.k8s.io" -> lease(object, causes);
      case "rolebindings.rbac.authorization.k8s.io",
          "clusterrolebindings.rbac.authorization.k8s.io" -> {
        require(object, causes, "roleRef", "kind");
        require(object, causes, "roleRef", "name");
      }
      case "customresourcedefinitions.apiextensions.k8s.io" -> definition(object, causes);
      default -> CustomValidation.check(kind.schema(), object, causes);
    }
    if (!causes.isEmpty()) {
      throw Refusal.invalid(kind, Tree.text(object, "metadata", "name"), causes);
    }
  }

  private static void require(JsonNode object, List<Cause> causes, String... path) {
    if (Tree.text(object, path).isEmpty()) {
      causes.add(Cause.required(String.join(".", path), ""));
    }
  }

  private static void workload(ObjectNode object, List<Cause> causes) {
    JsonNode spec = Tree.at(object, "spec");
    JsonNode replicas = Tree.at(spec, "replicas");
    if (replicas.asInt(0) < 0) {
      causes.add(
          Cause.invalid("spec.replicas", replicas.asText(), "must be greater than or equal to 0"));
    }
    JsonNode selector = Tree.at(spec, "selector");
    if (selector.isMissingNode()) {
      causes.add(Cause.required("spec.selector", ""));
    } else if (selector.isEmpty()) {
      causes.add(
          Cause.invalid(
              "spec.selector",
              "",
              "empty selector is invalid for " + object.path("kind").asText()));
    }
    Map<String, String> labels = strings(Tree.at(spec, "template", "metadata", "labels"));
    boolean matches =
        labels.entrySet().containsAll(strings(Tree.at(selector, "matchLabels")).entrySet());
    if (!matches || selector.isMissingNode()) {
      causes.add(
          Cause.invalid(
              "spec.template.metadata.labels",
              labels.isEmpty()
                  ? "null"
                  : Tree.at(spec, "template", "metadata", "labels").toString(),
              "`selector` does not match template `labels`"));
    }
    Set<String> claims = new HashSet<>();
    Tree.objects(spec, "volumeClaimTemplates")
        .forEach(claim -> claims.add(Tree.text(claim, "metadata", "name")));
    podSpec(Tree.at(spec, "template", "spec"), "spec.template.spec", claims, causes);
    String policy = Tree.text(spec, "template", "spec", "restartPolicy");
    if (!policy.equals("Always")) {
      causes.add(unsupported("spec.template.spec.restartPolicy", policy, "\"Always\""));
    }
  }

  private static void job(ObjectNode object, List<Cause> causes) {
    JsonNode template = Tree.at(object, "spec", "template", "spec");
    podSpec(template, "spec.template.spec", Set.of(), causes);
    String policy = Tree.text(template, "restartPolicy");
    if (policy.equals("Always")) {
      causes.add(
          new Cause(
              "spec.template.spec.restartPolicy",
              "FieldValueRequired",
              "Required value: valid values: \"OnFailure\", \"Never\""));
    }
  }

  /// @param claims volumes that a pod gets beside those it names
  private static void podSpec(JsonNode spec, String at, Set<String> claims, List<Cause> causes) {
    List<ObjectNode> containers = Tree.objects(spec, "containers");
    if (containers.isEmpty()) {
      causes.add(Cause.required(at + ".containers", ""));
    }
    Set<String> volumes = new HashSet<>(claims);
    Tree.objects(spec, "volumes").forEach(v -> volumes.add(Tree.text(v, "name")));
    Set<String> names = new HashSet<>();
    for (String list : List.of("initContainers", "containers")) {
      List<ObjectNode> all = Tree.objects(spec, list);
      for (int i = 0; i < all.size(); i++) {
        container(all.get(i), at + "." + list + "[" + i + "]", names, volumes, causes);
      }
    }
  }

  private static void container(
      ObjectNode container, String at, Set<String> names, Set<String> volumes, List<Cause> causes) {
    String name = Tree.text(container, "name");
    if (name.isEmpty()) {
      causes.add(Cause.required(at + ".name", ""));
    }
    if (Tree.text(container, "image").isEmpty()) {
      causes.add(Cause.required(at + ".image", ""));
    }
    if (!name.isEmpty() && !names.add(name)) {
      causes.add(
          new Cause(at + ".name", "FieldValueDuplicate", "Duplicate value: \"" + name + "\""));
    }
    for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
      boolean handled =
          List.of("exec", "httpGet", "tcpSocket", "grpc").stream()
              .anyMatch(handler -> Tree.has(container, probe, handler));
      if (Tree.has(container, probe) && !handled) {
        causes.add(Cause.required(at + "." + probe, "must specify a handler type"));
      }
    }
    List<ObjectNode> mounts = Tree.objects(container, "volumeMounts");
    for (int i = 0; i < mounts.size(); i++) {
      String volume = Tree.text(mounts.get(i), "name");
      if (!volumes.contains(volume)) {
        causes.add(
            new Cause(
                at + ".volumeMounts[" + i + "].name",
                "FieldValueNotFound",
                "Not found: \"" + volume + "\""));
      }
    }
    for (ObjectNode port : Tree.objects(container, "ports")) {
      int number = Tree.number(port, 0, "containerPort");
      if (number < 1 || number > 65_535) {
        causes.add(
            Cause.invalid(
                at + ".ports[0].containerPort",
                Integer.toString(number),
                "must be between 1 and 65535, inclusive"));
      }
    }
  }

  private static void service(ObjectNode object, List<Cause> causes) {
    JsonNode spec = Tree.at(object, "spec");
    List<ObjectNode> ports = Tree.objects(spec, "ports");
    boolean headless = Tree.text(spec, "clusterIP").equals("None");
    String type = Tree.text(spec, "type");
    if (!Set.of("ClusterIP", "NodePort", "LoadBalancer", "ExternalName").contains(type)) {
      causes.add(
          unsupported(
              "spec.type",
              type,
              "\"ClusterIP\", \"ExternalName\", \"LoadBalancer\", \"NodePort\""));
    }
    if (ports.isEmpty() && !headless && !type.equals("ExternalName")) {
      causes.add(Cause.required("spec.ports", ""));
    }
    for (int i = 0; i < ports.size(); i++) {
      int port = Tree.number(ports.get(i), 0, "port");
      if (port < 1 || port > 65_535) {
        causes.add(
            Cause.invalid(
                "spec.ports[" + i + "].port",
                Integer.toString(port),
                "must be between 1 and 65535, inclusive"));
      }
      JsonNode target = Tree.at(ports.get(i), "targetPort");
      if (target.isNumber() && (target.asInt() < 1 || target.asInt() > 65_535)) {
        causes.add(
            Cause.invalid(
                "spec.ports[" + i + "].targetPort",
                target.asText(),
                "must be between 1 and 65535, inclusive"));
      }
      if (ports.size() > 1 && Tree.text(ports.get(i), "name").isEmpty()) {
        causes.add(Cause.required("spec.ports[" + i + "].name", ""));
      }
    }
  }

  private static void secret(ObjectNode object, List<Cause> causes) {
    size(object, causes, "data");
    for (Map.Entry<String, JsonNode> field : Tree.at(object, "data").properties()) {
      try {
        Base64.getDecoder().decode(field.getValue().asText());
      } catch (IllegalArgumentException e) {
        throw Refusal.badRequest(
            "Secret in version \"v1\" cannot be handled as a Secret: illegal base64 data at input"
                + " byte 0");
      }
    }
  }

  private static void size(ObjectNode object, List<Cause> causes, String... fields) {
    long total = 0;
    for (String field : fields) {
      for (Map.Entry<String, JsonNode> entry : Tree.at(object, field).properties()) {
        total += entry.getValue().asText().length();
      }
    }
    boolean encoded = fields.length == 1;
    if ((encoded ? total * 3 / 4 : total) > LARGEST_DATA) {
      causes.add(
          new Cause("data", "FieldValueTooLong", "Too long: may not be more than 1048576 bytes"));
    }
  }

  private static void claim(ObjectNode object, List<Cause> causes) {
    if (Tree.at(object, "spec", "accessModes").isEmpty()) {
      causes.add(Cause.required("spec.accessModes", "at least 1 access mode is required"));
    }
    if (Tree.text(object, "spec", "resources", "requests", "storage").isEmpty()) {
      causes.add(Cause.required("spec.resources[storage]", ""));
    }
  }

  private static void lease(ObjectNode object, List<Cause> causes) {
    JsonNode duration = Tree.at(object, "spec", "leaseDurationSeconds");
    if (duration.isNumber() && duration.asInt() <= 0) {
      causes.add(
          Cause.invalid("spec.leaseDurationSeconds", duration.asText(), "must be greater than 0"));
    }
  }

  private static void definition(ObjectNode object, List<Cause> causes) {
    String wanted =
        Tree.text(object, "spec", "names", "plural") + "." + Tree.text(object, "spec", "group");
    String name = Tree.text(object, "metadata", "name");
    if (!name.equals(wanted)) {
      causes.add(
          Cause.invalid("metadata.name", name, "must be spec.names.plural+\".\"+spec.group"));
    }
    require(object, causes, "spec", "names", "kind");
    if (Tree.at(object, "spec", "versions").isEmpty()) {
      causes.add(
          Cause.invalid(
              "spec.versions", "", "must have exactly one version marked as storage version"));
    }
  }

  private static Cause unsupported(String field, String value, String supported) {
    return new Cause(
        field,
        "FieldValueNotSupported",
        "Unsupported value: \"" + value + "\": supported values: " + supported);
  }

  private static Map<String, String> strings(JsonNode map) {
    Map<String, String> read = new java.util.TreeMap<>();
    map.properties().forEach(field -> read.put(field.getKey(), field.getValue().asText()));
    return read;
  }
}
