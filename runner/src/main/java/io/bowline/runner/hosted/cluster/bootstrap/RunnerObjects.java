package io.bowline.runner.hosted.cluster.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.bowline.runner.hosted.cluster.Right;
import io.bowline.runner.step.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The objects of `runner.yaml`, filled in, and the rights that whoever makes them needs.
public final class RunnerObjects {
  private static final List<String> WRITES = List.of("get", "create", "patch", "delete");

  private RunnerObjects() {}

  /// Those that are made now, in their order: a token that was used is not handed out again.
  static List<ClusterObject> of(RunnerTerms terms) {
    return all(terms).stream()
        .filter(object -> object.kind() != ObjectKind.SECRET || terms.enrollment().isPresent())
        .toList();
  }

  /// All that there may be.
  static List<ClusterObject> all(RunnerTerms terms) {
    Map<String, String> values =
        Map.of(
            "{namespace}", terms.namespace(),
            "{image}", terms.image(),
            "{settings}", settings(terms),
            "{trust-root}", terms.trustRoot(),
            "{policy}", terms.policy(),
            "{enrollment}",
                Base64.getEncoder().encodeToString(terms.enrollment().orElse("").getBytes(UTF_8)));
    List<ClusterObject> objects = new ArrayList<>();
    for (JsonNode each : template()) {
      ObjectNode body = (ObjectNode) filled(each, values);
      ObjectNode labels = body.withObject("/metadata").withObject("/labels");
      labels.put(ClusterObject.MANAGED_BY, ClusterObject.MANAGER);
      labels.put(ClusterObject.FLEET, terms.fleet());
      objects.add(ClusterObject.of(body));
    }
    return objects;
  }

  /// What the credential has to be allowed: to make these objects, to take them away again, to hand
  /// on the rights that the runner gets, and to see what is checked before.
  public static List<Right> rights(String namespace) {
    var terms = new RunnerTerms("fleet", namespace, "", "", "", "", Optional.empty());
    var rights = new TreeSet<Right>();
    for (ClusterObject object : all(terms)) {
      WRITES.forEach(verb ->
          rights.add(
              new Right(verb, object.kind().group(), object.kind().plural(), object.namespace())));
      for (JsonNode rule : object.body().path("rules")) {
        handedOn(rule, object.namespace(), rights);
      }
    }
    for (String seen : List.of("nodes", "pods", "services")) {
      rights.add(new Right("list", "", seen, ""));
    }
    rights.add(new Right("list", "storage.k8s.io", "storageclasses", ""));
    return List.copyOf(rights);
  }

  private static String settings(RunnerTerms terms) {
    return """
    bowline.runner.state=/var/lib/bowline/state
    bowline.link.bootstrap=/etc/bowline/enrollment/bootstrap.json
    bowline.install.trust-root=/etc/bowline/runner/trust-root.json
    bowline.install.policy=/etc/bowline/runner/policy.yaml
    bowline.install.namespace=%s
    %s\
    """
        .formatted(terms.namespace(), terms.settings());
  }

  private static void handedOn(JsonNode rule, String namespace, Set<Right> rights) {
    for (JsonNode group : rule.path("apiGroups")) {
      for (JsonNode resource : rule.path("resources")) {
        for (JsonNode verb : rule.path("verbs")) {
          rights.add(new Right(verb.asText(), group.asText(), resource.asText(), namespace));
        }
      }
    }
  }

  private static JsonNode template() {
    try (InputStream in = RunnerObjects.class.getResourceAsStream("runner.yaml")) {
      if (in == null) {
        throw new IllegalStateException("runner.yaml is missing beside RunnerObjects");
      }
      Object read =
          new Yaml(new SafeConstructor(new LoaderOptions()))
              .load(new String(in.readAllBytes(), UTF_8));
      return Json.toTree(read);
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

  /// What is filled in is not looked through again.
  private static String filled(String text, Map<String, String> values) {
    String whole = values.get(text);
    return whole == null
        ? text.replace("{namespace}", values.getOrDefault("{namespace}", ""))
        : whole;
  }
}
