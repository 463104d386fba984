package io.bowline.simulator.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.resource.Meta;
import io.bowline.simulator.resource.Resources;
import io.bowline.simulator.storage.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A container's environment and command line.
final class Environment {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\(([A-Za-z_][A-Za-z0-9_]*)\\)");

  private final Resources resources;
  private final ObjectNode pod;
  private final Map<String, String> variables = new TreeMap<>();

  private Environment(Resources resources, ObjectNode pod) {
    this.resources = resources;
    this.pod = pod;
  }

  static Map<String, String> of(
      Resources resources, ObjectNode pod, ObjectNode container, Image image)
      throws Volumes.NotReady {
    Environment made = new Environment(resources, pod);
    made.variables.putAll(image.environment());
    made.variables.put("HOSTNAME", Meta.name(pod));
    made.variables.put("PATH", "/bin:/usr/bin");
    made.variables.put("KUBERNETES_SERVICE_HOST", "10.96.0.1");
    for (ObjectNode source : Tree.objects(container, "envFrom")) {
      made.from(source);
    }
    for (ObjectNode variable : Tree.objects(container, "env")) {
      made.variables.put(Tree.text(variable, "name"), made.value(variable));
    }
    return made.variables;
  }

  /// Entrypoint and arguments, with the container's own in front of the image's.
  static List<String> words(ObjectNode container, Image image, Map<String, String> variables) {
    List<String> command = texts(Tree.at(container, "command"));
    List<String> arguments = texts(Tree.at(container, "args"));
    List<String> words = new ArrayList<>(command.isEmpty() ? image.entrypoint() : command);
    if (!arguments.isEmpty()) {
      words.addAll(arguments);
    } else if (command.isEmpty()) {
      words.addAll(image.command());
    }
    words.replaceAll(word -> substituted(word, variables));
    return words;
  }

  private static List<String> texts(JsonNode array) {
    List<String> read = new ArrayList<>();
    array.forEach(item -> read.add(item.asText()));
    return read;
  }

  private static String substituted(String text, Map<String, String> variables) {
    Matcher matcher = REFERENCE.matcher(text);
    StringBuilder made = new StringBuilder();
    while (matcher.find()) {
      String value = variables.getOrDefault(matcher.group(1), matcher.group());
      matcher.appendReplacement(made, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(made).toString();
  }

  private void from(ObjectNode source) throws Volumes.NotReady {
    boolean secret = Tree.has(source, "secretRef");
    JsonNode reference = Tree.at(source, secret ? "secretRef" : "configMapRef");
    String prefix = Tree.text(source, "prefix");
    find(secret, reference)
        .ifPresent(object ->
            Volumes.values(secret ? "secrets" : "configmaps", object)
                .forEach((key, value) -> variables.put(prefix + key, value)));
  }

  private Optional<ObjectNode> find(boolean secret, JsonNode reference) throws Volumes.NotReady {
    String kind = secret ? "secrets" : "configmaps";
    String name = Tree.text(reference, "name");
    Optional<ObjectNode> found = resources.storage().get(new Key(kind, Meta.namespace(pod), name));
    if (found.isEmpty() && !Tree.at(reference, "optional").asBoolean(false)) {
      throw new Volumes.NotReady((secret ? "secret" : "configmap") + " \"" + name + "\" not found");
    }
    return found;
  }

  private String value(ObjectNode variable) throws Volumes.NotReady {
    JsonNode from = Tree.at(variable, "valueFrom");
    if (Tree.has(from, "fieldRef")) {
      return field(pod, Tree.text(from, "fieldRef", "fieldPath"));
    }
    if (Tree.has(from, "secretKeyRef") || Tree.has(from, "configMapKeyRef")) {
      boolean secret = Tree.has(from, "secretKeyRef");
      JsonNode reference = Tree.at(from, secret ? "secretKeyRef" : "configMapKeyRef");
      String key = Tree.text(reference, "key");
      Optional<String> value =
          find(secret, reference)
              .map(o -> Volumes.values(secret ? "secrets" : "configmaps", o).get(key));
      if (value.isEmpty() && !Tree.at(reference, "optional").asBoolean(false)) {
        throw new Volumes.NotReady(
            "couldn't find key " + key + " in " + Tree.text(reference, "name"));
      }
      return value.orElse("");
    }
    return substituted(Tree.text(variable, "value"), variables);
  }

  /// A field of the pod, as the downward API shows it.
  static String field(ObjectNode pod, String path) {
    Matcher keyed = Pattern.compile("metadata\\.(labels|annotations)\\['(.+)']").matcher(path);
    if (keyed.matches()) {
      return Tree.text(pod, "metadata", keyed.group(1), keyed.group(2));
    }
    return Tree.text(pod, path.split("\\.", -1));
  }
}
