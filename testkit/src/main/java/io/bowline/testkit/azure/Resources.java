package io.bowline.testkit.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/// What there is in a subscription: what was asked for, and what Azure adds to it.
///
/// It refuses what Azure refuses about order: something in a group, under a parent or with a
/// reference that is not there yet.
public final class Resources {
  private static final String TENANT = "22222222-3333-4444-8555-666666666666";
  private static final Set<String> PARTS =
      Set.of("location", "tags", "identity", "properties", "sku", "kind", "name", "zones");

  /// One of them.
  ///
  /// @param version of the interface that it was asked by
  /// @param asked as it was asked for
  /// @param there as Azure would show it
  public record Resource(ArmId id, String version, ObjectNode asked, ObjectNode there) {}

  private final Map<String, Resource> all = new TreeMap<>();
  private final Set<String> writes = new TreeSet<>();
  private final Set<String> given = new TreeSet<>();

  /// Something that was there before anybody came.
  public synchronized void give(String id, String version, ObjectNode body) {
    given.add(ArmId.of(id).key());
    all.put(ArmId.of(id).key(), there(ArmId.of(id), version, body));
  }

  /// Makes or changes one.
  ///
  /// @throws ArmRefused as Azure would
  public synchronized Resource put(String text, String version, ObjectNode body) {
    ArmId id = ArmId.of(text);
    writes.add(id.type() + "/write");
    for (String name : names(body)) {
      if (!PARTS.contains(name)) {
        throw refused("InvalidRequestContent", "there is no '%s' in a resource".formatted(name));
      }
    }
    if (!text.contains("/resourceGroups/")) {
      throw refused("InvalidRequest", text + " is in no group");
    }
    id.parent().ifPresent(this::mustBe);
    references(body).forEach(this::mustBe);
    Resource made = there(id, version, body);
    all.put(id.key(), made);
    return made;
  }

  /// One of them.
  public synchronized Optional<Resource> get(String text) {
    return Optional.ofNullable(all.get(text.toLowerCase(Locale.ROOT)));
  }

  /// Removes one with everything under it; false when there is none.
  public synchronized boolean delete(String text) {
    String key = text.toLowerCase(Locale.ROOT);
    if (all.remove(key) == null) {
      return false;
    }
    writes.add(ArmId.of(text).type() + "/delete");
    all.keySet().removeIf(each -> each.startsWith(key + "/"));
    return true;
  }

  /// Everything that was made here, by its id.
  public synchronized Map<String, Resource> made() {
    var made = new TreeMap<>(all);
    made.keySet().removeAll(given);
    return made;
  }

  /// What was written and deleted, as rights are called: `Microsoft.Network/natGateways/write`.
  public synchronized Set<String> actions() {
    return Set.copyOf(writes);
  }

  private static Resource there(ArmId id, String version, ObjectNode body) {
    ObjectNode there = body.deepCopy();
    there.put("id", id.text()).put("name", id.name()).put("type", id.type());
    ObjectNode properties = there.withObject("/properties");
    properties.put("provisioningState", "Succeeded");
    switch (id.type()) {
      case "Microsoft.Network/publicIPAddresses" -> properties.put("ipAddress", "192.0.2.77");
      case "Microsoft.ManagedIdentity/userAssignedIdentities" ->
          properties
              .put("principalId", uuid(id, "principal"))
              .put("clientId", uuid(id, "client"))
              .put("tenantId", TENANT);
      case "Microsoft.ContainerRegistry/registries" ->
          properties.put("loginServer", id.name() + ".azurecr.io");
      case "Microsoft.ContainerService/managedClusters" -> {
        properties.put("fqdn", id.name() + ".outside.example");
        properties.put("privateFQDN", id.name() + ".inside.example");
        properties
            .withObject("/oidcIssuerProfile")
            .put("issuerURL", "https://issuer.example/%s/".formatted(uuid(id, "issuer")));
      }
      case "Microsoft.Authorization/roleAssignments" ->
          properties.put("scope", id.parent().orElseThrow());
      default -> {}
    }
    return new Resource(id, version, body, there);
  }

  private static String uuid(ArmId id, String what) {
    return UUID.nameUUIDFromBytes((id.key() + what).getBytes(StandardCharsets.UTF_8)).toString();
  }

  private void mustBe(String text) {
    if (text.contains("/roleDefinitions/") || text.matches("/subscriptions/[^/]+")) {
      return;
    }
    boolean subnet = text.matches("(?i).*/virtualNetworks/[^/]+/subnets/[^/]+");
    boolean there =
        all.containsKey(text.toLowerCase(Locale.ROOT)) || (subnet && hasSubnet(ArmId.of(text)));
    if (!there) {
      throw new ArmRefused(404, "ResourceNotFound", text + " is not there");
    }
  }

  private boolean hasSubnet(ArmId id) {
    return get(id.parent().orElseThrow())
        .map(network -> network.asked().at("/properties/subnets"))
        .filter(subnets ->
            subnets.valueStream().anyMatch(each -> each.path("name").asText().equals(id.name())))
        .isPresent();
  }

  private static List<String> references(JsonNode node) {
    if (node.isTextual()) {
      String text = node.textValue();
      return text.startsWith("/subscriptions/") ? List.of(text) : List.of();
    }
    var found = new ArrayList<String>();
    for (JsonNode each : node) {
      found.addAll(references(each));
    }
    // those of an identity are names of fields
    node.path("userAssignedIdentities").fieldNames().forEachRemaining(found::add);
    return found;
  }

  private static List<String> names(ObjectNode body) {
    var names = new ArrayList<String>();
    body.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static ArmRefused refused(String code, String message) {
    return new ArmRefused(400, code, message);
  }
}
