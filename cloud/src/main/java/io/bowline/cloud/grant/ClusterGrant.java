package io.bowline.cloud.grant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cloud.Configuration;
import io.bowline.model.id.FleetId;
import io.bowline.model.place.Cloud;
import io.bowline.model.sizing.CapacityRules;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.NoSuchElementException;
import java.util.Optional;

/// What a hosted runner works with in a customer's cluster: to look at it, to put a runner there,
/// or to take it out. It holds secrets and prints none.
///
/// @param way into the cluster
/// @param namespace the runner's
/// @param units of Kafka that the cluster has to carry
/// @param rules by which units are counted
/// @param runner what is to be put there; empty for a job that puts nothing there
public record ClusterGrant(
    FleetId fleet,
    ClusterWay way,
    String namespace,
    int units,
    CapacityRules rules,
    Optional<RunnerGrant> runner) {
  private static final int VERSION = 1;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// For a cluster whose kubeconfig was lent.
  public ClusterGrant(
      FleetId fleet,
      String kubeconfig,
      String namespace,
      int units,
      CapacityRules rules,
      Optional<RunnerGrant> runner) {
    this(fleet, new ClusterWay.Lent(kubeconfig), namespace, units, rules, runner);
  }

  /// A runner for a customer's cluster.
  ///
  /// @param image with digest or tag
  /// @param settings lines of its properties beside those that are always there; each ends with a
  ///   line break
  /// @param trustRoot the keys that may sign releases, JSON
  /// @param policy the customer's, YAML
  /// @param enrollment the bootstrap document with a token that works once; empty for a runner that
  ///   has enrolled already, whose own is then left as it is
  public record RunnerGrant(
      String image, String settings, String trustRoot, String policy, Optional<String> enrollment) {
    /// Nothing of the token.
    @Override
    public String toString() {
      return "RunnerGrant[image=" + image + "]";
    }
  }

  /// The whole of it as one document, to be sealed for the runner that asks.
  public byte[] document() {
    ObjectNode document = JSON.createObjectNode();
    document.put("version", VERSION).put("fleet", fleet.toString());
    switch (way) {
      case ClusterWay.Lent(String kubeconfig) -> document.put("kubeconfig", kubeconfig);
      case ClusterWay.Made made ->
          document
              // its first name, which older runners know
              .putObject(made.provider().cloud() == Cloud.AWS ? "eks" : "made")
              .put("provider", new String(made.provider().document(), StandardCharsets.UTF_8))
              .put("region", made.region())
              .put("name", made.name())
              .put("server", made.server().toString())
              .put("authority", made.authority());
    }
    document.put("namespace", namespace).put("units", units);
    document
        .putObject("rules")
        .put("unit_milli_cpu", rules.unitMilliCpu())
        .put("unit_memory_bytes", rules.unitMemoryBytes())
        .put("small_milli_cpu", rules.smallMilliCpu())
        .put("small_memory_bytes", rules.smallMemoryBytes())
        .put("platform_nodes", rules.platformNodes())
        .put("copies", rules.copies());
    runner.ifPresent(some -> {
      ObjectNode given = document.putObject("runner");
      given.put("image", some.image()).put("settings", some.settings());
      given.put("trust_root", some.trustRoot()).put("policy", some.policy());
      some.enrollment().ifPresent(text -> given.put("enrollment", text));
    });
    return document.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// Reads such a document.
  ///
  /// @throws IllegalArgumentException when it is none; without a word of what is in it
  public static ClusterGrant read(byte[] document) {
    try {
      JsonNode read = JSON.readTree(document);
      if (read.path("version").asInt() != VERSION) {
        throw new IllegalArgumentException("a grant of another version; update the runner");
      }
      return new ClusterGrant(
          FleetId.parse(text(read, "fleet")),
          way(read),
          text(read, "namespace"),
          number(read, "units").intValue(),
          rules(read.path("rules")),
          Optional.of(read.path("runner")).filter(JsonNode::isObject).map(ClusterGrant::runner));
    } catch (IOException | NoSuchElementException e) {
      // its message may quote the document
      throw new IllegalArgumentException("no document of a grant for a cluster");
    }
  }

  private static ClusterWay way(JsonNode read) {
    JsonNode made = read.path(read.has("eks") ? "eks" : "made");
    return made.isObject()
        ? new ClusterWay.Made(
            Configuration.read(text(made, "provider").getBytes(StandardCharsets.UTF_8)),
            text(made, "region"),
            text(made, "name"),
            URI.create(text(made, "server")),
            text(made, "authority"))
        : new ClusterWay.Lent(text(read, "kubeconfig"));
  }

  private static CapacityRules rules(JsonNode node) {
    return new CapacityRules(
        number(node, "unit_milli_cpu").longValue(),
        number(node, "unit_memory_bytes").longValue(),
        number(node, "small_milli_cpu").longValue(),
        number(node, "small_memory_bytes").longValue(),
        number(node, "platform_nodes").intValue(),
        // a control plane of before did not say
        node.path("copies").asInt(CapacityRules.USUAL_COPIES));
  }

  private static RunnerGrant runner(JsonNode node) {
    return new RunnerGrant(
        text(node, "image"),
        text(node, "settings"),
        text(node, "trust_root"),
        text(node, "policy"),
        Optional.of(node.path("enrollment")).filter(JsonNode::isTextual).map(JsonNode::textValue));
  }

  private static String text(JsonNode node, String name) {
    return Optional.ofNullable(node.path(name).textValue()).orElseThrow();
  }

  private static Number number(JsonNode node, String name) {
    return Optional.ofNullable(node.path(name).numberValue()).orElseThrow();
  }

  /// Nothing of the secrets.
  @Override
  public String toString() {
    return "ClusterGrant[fleet=%s, namespace=%s, units=%d]".formatted(fleet, namespace, units);
  }
}
