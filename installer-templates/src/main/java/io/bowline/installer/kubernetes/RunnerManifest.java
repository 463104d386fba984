package io.bowline.installer.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The objects of `runner.yaml`, which are all that is put into a cluster, filled in. The file is
/// what the chart `kubernetes/bowline-runner` renders to (ADR 0043).
///
/// @param namespace where the runner is
/// @param image with digest or tag
/// @param settings lines of the runner's properties beside those that are always there
/// @param trustRoot the keys that may sign releases, JSON
/// @param policy the customer's
/// @param enrollment what a new runner is handed, JSON; empty for one that has enrolled
public record RunnerManifest(
    String namespace,
    String image,
    String settings,
    String trustRoot,
    String policy,
    String enrollment) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// All of them, in the order in which they are made.
  public List<ObjectNode> objects() {
    Map<String, String> values =
        Map.of(
            "{namespace}", namespace,
            "{image}", image,
            "{settings}", settings,
            "{trust-root}", trustRoot,
            "{policy}", policy,
            "{enrollment}", Base64.getEncoder().encodeToString(enrollment.getBytes(UTF_8)));
    List<ObjectNode> objects = new ArrayList<>();
    for (JsonNode each : template()) {
      objects.add((ObjectNode) filled(each, values));
    }
    return objects;
  }

  /// Where the Kubernetes API has an object.
  public static String path(JsonNode object) {
    String version = object.path("apiVersion").asText();
    String kind = object.path("kind").asText().toLowerCase(Locale.ROOT);
    String plural = kind.endsWith("y") ? kind.substring(0, kind.length() - 1) + "ies" : kind + "s";
    String namespace = object.path("metadata").path("namespace").asText();
    return (version.contains("/") ? "/apis/" : "/api/")
        + version
        + (namespace.isEmpty() ? "" : "/namespaces/" + namespace)
        + "/"
        + plural
        + "/"
        + object.path("metadata").path("name").asText();
  }

  /// Nothing of the token.
  @Override
  public String toString() {
    return "RunnerManifest[namespace=%s, image=%s]".formatted(namespace, image);
  }

  private static JsonNode template() {
    try (InputStream in = RunnerManifest.class.getResourceAsStream("runner.yaml")) {
      if (in == null) {
        throw new IllegalStateException("runner.yaml is missing beside RunnerManifest");
      }
      return JSON.valueToTree(
          new Yaml(new SafeConstructor(new LoaderOptions()))
              .<Object>load(new String(in.readAllBytes(), UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode filled(JsonNode node, Map<String, String> values) {
    return switch (node) {
      case ObjectNode object -> {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        object
            .properties()
            .forEach(each -> copy.set(each.getKey(), filled(each.getValue(), values)));
        yield copy;
      }
      case ArrayNode array -> {
        ArrayNode copy = JsonNodeFactory.instance.arrayNode();
        array.forEach(each -> copy.add(filled(each, values)));
        yield copy;
      }
      case TextNode text -> TextNode.valueOf(filled(text.textValue(), values));
      default -> node;
    };
  }

  /// What is filled in is not looked through again; a namespace has no braces in it.
  private static String filled(String text, Map<String, String> values) {
    String whole = values.get(text);
    return whole == null
        ? text.replace("{namespace}", values.getOrDefault("{namespace}", ""))
            .replace("{settings}", values.getOrDefault("{settings}", ""))
        : whole;
  }
}
