package io.bowline.control.provision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cloud.Configuration;
import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.form.AdvancedForm;
import io.bowline.control.fleet.form.InfraType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The variables of the module that makes a fleet, as far as the fleet says them: the same words in
/// every cloud. The rest is told by the account itself.
final class CloudVariables {
  private static final int OF_THE_NAME = 15;
  private static final int OF_THE_ID = 8;

  private CloudVariables() {}

  /// @param controlPlane address ranges
  /// @param provider whose account it is
  static JsonNode of(Fleet fleet, List<String> controlPlane, Configuration provider) {
    ObjectNode all = JsonNodeFactory.instance.objectNode().put("name", name(fleet));
    network(fleet, provider, all);
    controlPlane.forEach(all.putObject("control_plane").putArray("cidrs")::add);
    pool(fleet, all);
    text(fleet, "kubernetes_version").ifPresent(version -> all.put("kubernetes_version", version));
    if (fleet.infra() == InfraType.ORACLE) {
      all.put("compartment_id", String.valueOf(fleet.placement().get("compartment")));
    }
    if (isReached(fleet)) {
      controlPlane.forEach(all.putArray("cluster_access_cidrs")::add);
    }
    return all;
  }

  private static void pool(Fleet fleet, ObjectNode all) {
    Optional<String> type = text(fleet, AdvancedForm.machineType(fleet.infra()));
    Object nodes = fleet.advanced().get("node_count");
    if (type.isPresent() || nodes instanceof Number) {
      ObjectNode pool = all.putObject("system_pool");
      type.ifPresent(one -> pool.put("instance_type", one));
      if (nodes instanceof Number count) {
        pool.put("nodes", count.intValue());
      }
    }
  }

  private static void network(Fleet fleet, Configuration provider, ObjectNode all) {
    Optional<String> vpc =
        switch (fleet.infra()) {
          case AWS -> text(fleet, "vpc_id");
          case GCP -> text(fleet, "network");
          case AZURE ->
              text(fleet, "vnet")
                  .map(vnet ->
                      "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.Network/virtualNetworks/%s"
                          .formatted(
                              provider.require("subscription_id"),
                              text(fleet, "resource_group").orElse(""),
                              vnet));
          case ORACLE, BYOK -> Optional.empty();
        };
    if (vpc.isEmpty()) {
      var _ = all.putObject("vpc");
      return;
    }
    ObjectNode existing = all.putObject("existing_vpc").put("vpc_id", vpc.get());
    var subnets = existing.putArray("subnet_ids");
    if (fleet.advanced().get("subnet_ids") instanceof List<?> list) {
      list.forEach(one -> subnets.add(String.valueOf(one)));
    }
    text(fleet, "subnet")
        .ifPresent(subnet ->
            subnets.add(
                fleet.infra() == InfraType.AZURE ? vpc.get() + "/subnets/" + subnet : subnet));
  }

  /// What is wished for and cannot be made, by the field that says it.
  static Optional<String> hindrance(Fleet fleet) {
    Set<String> unused =
        switch (fleet.infra()) {
          case AWS, GCP, BYOK -> Set.of();
          case AZURE -> Set.of("network_plugin");
          case ORACLE -> Set.of("kms_key_ocid", "api_server_allowed_cidrs", "ssh_public_key");
        };
    Optional<String> first =
        fleet.advanced().keySet().stream().filter(unused::contains).sorted().findFirst();
    if (first.isPresent()) {
      return Optional.of(
          "advanced_config.%s is not used by this version. Leave it out, and retry."
              .formatted(first.get()));
    }
    return switch (fleet.infra()) {
      case AWS ->
          fleet.advanced().containsKey("vpc_id") == fleet.advanced().containsKey("subnet_ids")
              ? Optional.empty()
              : Optional.of(
                  "advanced_config.vpc_id and advanced_config.subnet_ids go together: a network of"
                      + " yours, and two or more private subnets of it. Name both or neither, and"
                      + " retry.");
      case GCP -> together(fleet, "network", "subnet");
      case AZURE ->
          together(fleet, "vnet", "subnet").or(() -> together(fleet, "vnet", "resource_group"));
      case ORACLE ->
          text(fleet, "vcn").filter(vcn -> !vcn.equals("new")).isPresent()
              ? Optional.of(
                  "advanced_config.vcn: a network of yours is not used by this version yet. Say new,"
                      + " or leave it out, and retry.")
              : Optional.empty();
      case BYOK -> Optional.empty();
    };
  }

  private static Optional<String> together(Fleet fleet, String one, String other) {
    return fleet.advanced().containsKey(one) == fleet.advanced().containsKey(other)
        ? Optional.empty()
        : Optional.of(
            "advanced_config.%s and advanced_config.%s go together: name both or neither, and retry."
                .formatted(one, other));
  }

  private static Optional<String> text(Fleet fleet, String key) {
    return fleet.advanced().get(key) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /// Whether its cluster's API is reached from the control plane's addresses.
  static boolean isReached(Fleet fleet) {
    return Boolean.TRUE.equals(fleet.advanced().get("cluster_public"));
  }

  /// Everything in the account is called after it: short, and of this fleet alone.
  static String name(Fleet fleet) {
    String id = fleet.id().toString();
    String identifier = fleet.identifier();
    String begins = Character.isLetter(identifier.charAt(0)) ? identifier : "f" + identifier;
    String cut = begins.substring(0, Math.min(begins.length(), OF_THE_NAME));
    return cut + "-" + id.substring(id.length() - OF_THE_ID);
  }
}
