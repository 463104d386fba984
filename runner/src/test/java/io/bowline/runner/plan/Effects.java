package io.bowline.runner.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.kube.Cluster;
import io.bowline.runner.step.kube.Observed;
import io.bowline.simulator.Account;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/// What an account has come to, and how often each effect was needed for it, such that two lives of
/// the same install can be compared.
final class Effects {
  private static final Map<String, String> KINDS =
      Map.of(
          "Deployment", "apps/v1",
          "StatefulSet", "apps/v1",
          "Service", "v1",
          "ConfigMap", "v1",
          "Secret", "v1",
          "ServiceAccount", "v1",
          "Job", "batch/v1");
  private static final Set<String> BY_CHANCE =
      Set.of(
          "uid",
          "creationTimestamp",
          "clusterIP",
          "clusterIPs",
          "controller-uid",
          "batch.kubernetes.io/controller-uid",
          "cluster.id");

  private Effects() {}

  /// All that can be counted or compared, by name.
  static Map<String, String> of(Account account) {
    var found = new TreeMap<String, String>();
    try (Cluster cluster = Cluster.open(account.kubeconfig())) {
      KINDS.forEach((kind, version) -> {
        for (ObjectNode object : cluster.list(version, kind, KilledStory.NAMESPACE, Map.of())) {
          look(kind, object, found);
        }
      });
    }
    registry(account, found);
    return found;
  }

  private static void look(String kind, ObjectNode object, Map<String, String> found) {
    String name = kind + "/" + object.path("metadata").path("name").asText();
    String type = object.path("type").asText();
    if (type.equals("helm.sh/release.v1")) {
      JsonNode labels = object.path("metadata").path("labels");
      String status = labels.path("status").asText();
      // one that was cut off is recorded as failed, and is no effect of its own
      if (!status.equals("failed")) {
        found.merge("revisions of " + labels.path("name").asText(), "|", String::concat);
      }
    } else if (name.startsWith("Secret/tfstate-")) {
      found.put(name, "serial " + unpacked(object, "tfstate").path("serial").asLong());
    } else if (type.equals("bowline.io/inventory")) {
      found.put(name, text(unpacked(object, "entry")));
    } else {
      found.put(name, text(Observed.withoutVolatile(object)));
      found.put(
          name + " rolled out", object.path("metadata").path("generation").asText("not counted"));
    }
  }

  /// Each manifest and each blob is written once, whatever happened.
  private static void registry(Account account, Map<String, String> found) {
    account.registry().log().entries().stream()
        .filter(asked -> asked.method().equals("PUT") && asked.status() == 201)
        .map(asked -> asked.path().replaceAll("/uploads/[^?]*", "/uploads/x"))
        .forEach(path -> found.merge("registry " + path, "|", String::concat));
  }

  private static String text(JsonNode node) {
    JsonNode copy = node.deepCopy();
    strip(copy);
    return new String(Json.canonical(copy), UTF_8).replaceAll("127\\.0\\.0\\.1:\\d+", "REGISTRY");
  }

  private static void strip(JsonNode node) {
    if (node instanceof ObjectNode object) {
      BY_CHANCE.forEach(object::remove);
    }
    if (node instanceof ObjectNode || node instanceof ArrayNode) {
      List<JsonNode> inner = new ArrayList<>();
      node.forEach(inner::add);
      inner.forEach(Effects::strip);
    }
  }

  private static JsonNode unpacked(ObjectNode secret, String field) {
    byte[] packed = Base64.getDecoder().decode(secret.path("data").path(field).asText());
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return Json.tree(gzip.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
