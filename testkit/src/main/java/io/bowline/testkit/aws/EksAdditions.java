package io.bowline.testkit.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// What Moto's EKS lacks: add-ons, access entries, identities of pods, and some of what it was
/// told. Each request is held to AWS's own description of it.
final class EksAdditions {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final EksModel model;
  private final Map<String, ObjectNode> things = new ConcurrentHashMap<>();
  private final Map<String, JsonNode> told = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();

  EksAdditions(EksModel model) {
    this.model = model;
  }

  /// An answer of the API.
  record Answer(int status, JsonNode body) {}

  /// Answers what Moto cannot; empty for what it can.
  Optional<Answer> answer(EksModel.Operation operation, String rawPath, byte[] sent)
      throws IOException {
    String path = URLDecoder.decode(rawPath, StandardCharsets.UTF_8);
    JsonNode body = sent.length == 0 ? JSON.createObjectNode() : JSON.readTree(sent);
    Optional<String> wrong = model.wrong(operation, body);
    return switch (operation.name()) {
      case "CreateAddon" -> made(wrong, "addon", path + "/" + text(body, "addonName"), body);
      case "CreateAccessEntry" ->
          made(wrong, "accessEntry", path + "/" + text(body, "principalArn"), body);
      case "AssociateAccessPolicy" ->
          made(wrong, "associatedAccessPolicy", path + "/" + text(body, "policyArn"), body);
      case "CreatePodIdentityAssociation" -> {
        String id = "a-" + count.incrementAndGet();
        yield made(wrong, "association", path + "/" + id, ((ObjectNode) body).put("id", id));
      }
      case "DescribeAddon" -> found("addon", path);
      case "DescribeAccessEntry" -> found("accessEntry", path);
      case "DescribePodIdentityAssociation" -> found("association", path);
      case "ListAssociatedAccessPolicies" -> Optional.of(listed("associatedAccessPolicies", path));
      case "ListAddons" -> Optional.of(named("addons", path, "addonName"));
      case "ListAccessEntries" -> Optional.of(named("accessEntries", path, "principalArn"));
      case "ListPodIdentityAssociations" -> Optional.of(listed("associations", path));
      case "DeleteAddon" -> gone("addon", path);
      case "DeleteAccessEntry" -> gone("accessEntry", path);
      case "DisassociateAccessPolicy" -> gone("associatedAccessPolicy", path);
      case "DeletePodIdentityAssociation" -> gone("association", path);
      default -> Optional.empty();
    };
  }

  /// Corrects what Moto says of clusters and pools: it forgets some of what it was told, and makes
  /// up a key to sign in with.
  byte[] corrected(EksModel.Operation operation, String path, byte[] sent, byte[] answer)
      throws IOException {
    return switch (operation.name()) {
      case "CreateCluster", "CreateNodegroup" -> {
        JsonNode asked = JSON.readTree(sent);
        String name = asked.path("name").asText() + asked.path("nodegroupName").asText();
        told.put(path + "/" + name, asked);
        yield corrected(path + "/" + name, answer);
      }
      case "DescribeCluster", "DescribeNodegroup" -> corrected(path, answer);
      default -> answer;
    };
  }

  private byte[] corrected(String path, byte[] answer) throws IOException {
    JsonNode said = JSON.readTree(answer);
    JsonNode asked = told.getOrDefault(path, JSON.createObjectNode());
    if (said.path("cluster") instanceof ObjectNode cluster) {
      cluster.set("accessConfig", asked.path("accessConfig"));
    }
    if (said.path("nodegroup") instanceof ObjectNode pool) {
      pool.remove("remoteAccess");
      pool.set("updateConfig", asked.path("updateConfig"));
    }
    return JSON.writeValueAsBytes(said);
  }

  /// What is there now.
  int size() {
    return things.size();
  }

  private Optional<Answer> made(
      Optional<String> wrong, String kind, String path, JsonNode described) {
    if (wrong.isPresent()) {
      return Optional.of(error(400, "InvalidParameterException", wrong.get()));
    }
    ObjectNode thing = described.deepCopy();
    thing.remove("clientRequestToken");
    String cluster = path.split("/", -1)[2];
    String arn = "arn:aws:eks:eu-central-1:123456789012:" + kind + path;
    thing.put("clusterName", cluster).put("createdAt", 1.0).put("modifiedAt", 1.0);
    switch (kind) {
      case "addon" ->
          thing.put("status", "ACTIVE").put("addonArn", arn).put("addonVersion", "v1.0.0");
      case "accessEntry" -> thing.put("accessEntryArn", arn).put("username", arn);
      case "association" -> {
        thing.put("associationArn", arn).set("associationId", thing.path("id"));
        thing.remove("id");
      }
      default -> thing.put("associatedAt", 1.0);
    }
    things.put(path, thing);
    return Optional.of(new Answer(200, JSON.createObjectNode().set(kind, thing)));
  }

  private Optional<Answer> found(String kind, String path) {
    return Optional.of(
        Optional.ofNullable(things.get(path))
            .map(thing -> new Answer(200, JSON.createObjectNode().set(kind, thing)))
            .orElseGet(() -> error(404, "ResourceNotFoundException", "No " + kind + " " + path)));
  }

  private Optional<Answer> gone(String kind, String path) {
    Optional<Answer> answer = found(kind, path);
    things.remove(path);
    return answer;
  }

  private Answer listed(String name, String path) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode all = answer.putArray(name);
    things.forEach((key, thing) -> {
      if (key.startsWith(path + "/")) {
        all.add(thing);
      }
    });
    return new Answer(200, answer);
  }

  /// Of things right below an address, not of what they have themselves.
  private Answer named(String name, String path, String of) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode all = answer.putArray(name);
    things.forEach((key, thing) -> {
      if (key.startsWith(path + "/") && !key.contains("/access-policies/")) {
        all.add(thing.path(of));
      }
    });
    return new Answer(200, answer);
  }

  private static Answer error(int status, String type, String message) {
    return new Answer(status, JSON.createObjectNode().put("__type", type).put("message", message));
  }

  private static String text(JsonNode body, String name) {
    return body.path(name).asText();
  }
}
