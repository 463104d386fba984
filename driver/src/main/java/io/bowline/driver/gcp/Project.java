package io.bowline.driver.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cloud.SmallestFleet;
import io.bowline.cloud.permission.Grant;
import io.bowline.driver.gcp.GcpPlace.Service;
import io.bowline.driver.rest.Reply.Why;
import io.bowline.model.probe.Check;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What can be asked of a project.
record Project(GcpSession google, String id) {
  static final String STATE = "project";
  static final String SERVICES = "services";
  static final String REGIONS = "regions";
  static final String QUOTAS = "quotas";

  private static final String REGIONAL_QUOTAS = "quotas of regions";
  private static final Map<String, Integer> OF_REGION =
      Map.of("CPUS", SmallestFleet.CPUS, "IN_USE_ADDRESSES", SmallestFleet.ADDRESSES);
  private static final Map<String, Integer> OF_PROJECT =
      Map.of("CPUS_ALL_REGIONS", SmallestFleet.CPUS, "NETWORKS", SmallestFleet.NETWORKS);

  /// What is missing of a grant. Google answers with those that the caller has.
  List<Check> allows(Grant grant) throws InterruptedException {
    ObjectNode question = JsonNodeFactory.instance.objectNode();
    ArrayNode permissions = question.putArray("permissions");
    grant.actions().forEach(permissions::add);
    return google
        .post(Service.PROJECTS, "/v3/projects/%s:testIamPermissions".formatted(id), question)
        .judged(grant.reason(), body -> List.of(judged(grant, body.path("permissions"))));
  }

  private static Check judged(Grant grant, JsonNode permissions) {
    Set<String> held = permissions.valueStream().map(JsonNode::asText).collect(Collectors.toSet());
    List<String> missing =
        grant.actions().stream().filter(action -> !held.contains(action)).toList();
    return missing.isEmpty()
        ? Check.ok(grant.reason(), "All %d permissions.".formatted(grant.actions().size()))
        : Check.failed(
                grant.reason(),
                "%d of %d permissions are missing. Update the role from the permission document, and"
                        .formatted(missing.size(), grant.actions().size())
                    + " grant it to the service account on the project.")
            .about(missing);
  }

  /// Whether it is in use.
  List<Check> state() throws InterruptedException {
    return google
        .get(Service.PROJECTS, "/v3/projects/" + id, "resourcemanager.projects.get")
        .judged(STATE, body -> List.of(inUse(body.path("state").asText())));
  }

  private Check inUse(String state) {
    return switch (state) {
      case "ACTIVE" -> Check.ok(STATE, "Project %s is active.".formatted(id));
      case "DELETE_REQUESTED", "DELETE_IN_PROGRESS" ->
          Check.failed(
              STATE,
              "Project %s is about to be deleted. Restore it, or use another one.".formatted(id));
      default -> unknown(STATE);
    };
  }

  private static Check unknown(String name) {
    return Check.inconclusive(name, Why.NOT_UNDERSTOOD.of(GcpSignIn.GOOGLE));
  }

  /// Whether what a fleet needs is on.
  List<Check> services() throws InterruptedException {
    String names =
        GcpSession.SERVICES.stream()
            .map(service -> "names=projects/%s/services/%s".formatted(id, service))
            .collect(Collectors.joining("&"));
    return google
        .get(
            Service.SERVICES,
            "/v1/projects/%s/services:batchGet?%s".formatted(id, names),
            "serviceusage.services.get")
        .judged(SERVICES, body -> List.of(on(body.path("services"))));
  }

  private static Check on(JsonNode services) {
    if (services.isEmpty()) {
      return unknown(SERVICES);
    }
    Set<String> on =
        services
            .valueStream()
            .filter(service -> service.path("state").asText().equals("ENABLED"))
            .map(service -> service.path("name").asText())
            .map(name -> name.substring(name.lastIndexOf('/') + 1))
            .collect(Collectors.toSet());
    List<String> off =
        GcpSession.SERVICES.stream().filter(service -> !on.contains(service)).toList();
    return off.isEmpty()
        ? Check.ok(SERVICES, "All %d services are on.".formatted(GcpSession.SERVICES.size()))
        : Check.failed(SERVICES, GcpSession.switchOn(off)).about(off);
  }

  /// Which regions are open, and whether any has room.
  List<Check> regions() throws InterruptedException {
    return google
        .get(
            Service.COMPUTE,
            "/compute/v1/projects/%s/regions?maxResults=500&fields=items(name,status,quotas)"
                .formatted(id),
            "compute.regions.list")
        .judged(REGIONS, body -> open(body.path("items")));
  }

  private static List<Check> open(JsonNode regions) {
    if (regions.isEmpty()) {
      return List.of(unknown(REGIONS));
    }
    List<JsonNode> up =
        regions
            .valueStream()
            .filter(region -> region.path("status").asText().equals("UP"))
            .toList();
    if (up.isEmpty()) {
      return List.of(
          Check.failed(REGIONS, "No region is open to this project. Ask Google's support."));
    }
    long roomy =
        up.stream()
            .map(region -> region.path("quotas"))
            .filter(quotas -> !quotas.isEmpty() && scarce(quotas, OF_REGION).isEmpty())
            .count();
    return List.of(
        Check.ok(REGIONS, "%d regions are open to this project.".formatted(up.size())),
        roomy > 0
            ? Check.ok(
                REGIONAL_QUOTAS,
                "%d of %d regions have room for the smallest fleet (%d CPUs, %d addresses)."
                    .formatted(roomy, up.size(), SmallestFleet.CPUS, SmallestFleet.ADDRESSES))
            : Check.failed(
                    REGIONAL_QUOTAS,
                    "No region has room for the smallest fleet (%d CPUs, %d addresses). Ask Google"
                            .formatted(SmallestFleet.CPUS, SmallestFleet.ADDRESSES)
                        + " for more of these quotas in the region that fleets shall go to.")
                .about(OF_REGION.keySet().stream().sorted().toList()));
  }

  /// Whether the project as a whole has room.
  List<Check> quotas() throws InterruptedException {
    return google
        .get(
            Service.COMPUTE,
            "/compute/v1/projects/%s?fields=quotas".formatted(id),
            "compute.projects.get")
        .judged(QUOTAS, body -> List.of(room(body.path("quotas"))));
  }

  /// Whether one region has room.
  List<Check> quotas(String region) throws InterruptedException {
    return google
        .get(
            Service.COMPUTE,
            "/compute/v1/projects/%s/regions?maxResults=500&fields=items(name,status,quotas)"
                .formatted(id),
            "compute.regions.list")
        .judged(
            REGIONAL_QUOTAS,
            body ->
                List.of(
                    body.path("items")
                        .valueStream()
                        .filter(one -> one.path("name").asText().equals(region))
                        .findFirst()
                        .map(one -> room(region, one.path("quotas")))
                        .orElseGet(() -> unknown(REGIONAL_QUOTAS))));
  }

  private static Check room(String region, JsonNode quotas) {
    if (quotas.isEmpty()) {
      return unknown(REGIONAL_QUOTAS);
    }
    List<String> scarce = scarce(quotas, OF_REGION);
    return scarce.isEmpty()
        ? Check.ok(REGIONAL_QUOTAS, "Region %s has room for the smallest fleet.".formatted(region))
        : Check.failed(
                REGIONAL_QUOTAS,
                "Region %s has no room for the smallest fleet (%d CPUs, %d addresses). Ask Google for more of these quotas there: %s."
                    .formatted(
                        region,
                        SmallestFleet.CPUS,
                        SmallestFleet.ADDRESSES,
                        String.join(", ", scarce)))
            .about(scarce);
  }

  private static Check room(JsonNode quotas) {
    if (quotas.isEmpty()) {
      return unknown(QUOTAS);
    }
    List<String> scarce = scarce(quotas, OF_PROJECT);
    return scarce.isEmpty()
        ? Check.ok(QUOTAS, "The project has room for the smallest fleet.")
        : Check.failed(
                QUOTAS,
                "The project has no room for the smallest fleet (%d CPUs, %d network). Ask Google for"
                        .formatted(SmallestFleet.CPUS, SmallestFleet.NETWORKS)
                    + " more of these quotas.")
            .about(scarce);
  }

  /// The quotas that leave less than is needed; one that is not among them is no limit.
  private static List<String> scarce(JsonNode quotas, Map<String, Integer> needs) {
    return quotas
        .valueStream()
        .filter(quota ->
            quota.path("limit").asDouble() - quota.path("usage").asDouble()
                < needs.getOrDefault(quota.path("metric").asText(), Integer.MIN_VALUE))
        .map(quota -> quota.path("metric").asText())
        .sorted()
        .toList();
  }
}
