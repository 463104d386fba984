package io.bowline.driver.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cloud.SmallestFleet;
import io.bowline.cloud.permission.Grant;
import io.bowline.cloud.permission.Permissions;
import io.bowline.cloud.probe.Errands;
import io.bowline.cloud.probe.Errands.Errand;
import io.bowline.driver.rest.Reply.Why;
import io.bowline.driver.rest.Told;
import io.bowline.driver.rest.Told.Refused;
import io.bowline.model.place.Cloud;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What can be asked of a subscription.
///
/// @param errands for what is asked region by region
record Subscription(AzureSession azure, String id, Errands errands) {
  static final String STATE = "subscription";
  static final String PERMISSIONS = "permissions";
  static final String REGIONS = "regions";

  private static final String QUOTAS = "quotas of regions";
  private static final String MAY_LIST = "Microsoft.Authorization/permissions/read";
  // it becomes part of an address
  private static final Pattern REGION = Pattern.compile("[a-z0-9]{1,64}");

  private String path(String rest) {
    return "/subscriptions/" + id + rest;
  }

  /// Whether it is in use.
  List<Check> state() throws InterruptedException {
    return azure
        .get(path("?api-version=2022-12-01"), "Microsoft.Resources/subscriptions/read")
        .judged(STATE, body -> List.of(inUse(body.path("state").asText())));
  }

  private static Check inUse(String state) {
    return switch (state) {
      case "Enabled" -> Check.ok(STATE, "The subscription is enabled.");
      case "Warned", "PastDue", "Disabled", "Expired", "Deleted" ->
          Check.failed(
              STATE,
              "The subscription is not enabled: its bill is not paid, or it was cancelled. Put that"
                  + " right in the portal.");
      default -> unknown(STATE);
    };
  }

  private static Check unknown(String name) {
    return Check.inconclusive(name, Why.NOT_UNDERSTOOD.of(AzureSignIn.AZURE));
  }

  /// What is missing of each grant.
  List<Check> permissions() throws InterruptedException {
    return switch (azure.all(
        path("/providers/Microsoft.Authorization/permissions?api-version=2022-04-01"), MAY_LIST)) {
      case Told.Body(JsonNode list) -> {
        Rights rights = Rights.of(list);
        yield grants().stream().map(grant -> judged(grant, rights)).toList();
      }
      case Refused refused -> unjudged(refused);
    };
  }

  private static List<Grant> grants() {
    return Permissions.of(Cloud.AZURE).grants();
  }

  /// Nothing is known of any grant, and one check says why.
  private static List<Check> unjudged(Refused refused) {
    var checks = new ArrayList<Check>();
    checks.add(refused.as(PERMISSIONS));
    grants()
        .forEach(grant ->
            checks.add(
                Check.inconclusive(
                        grant.reason(), "What these credentials may do could not be listed.")
                    .about(grant.actions())));
    return checks;
  }

  private static Check judged(Grant grant, Rights rights) {
    List<String> missing =
        grant.actions().stream()
            .filter(action -> !rights.allow(action) && !rights.mayAllow(action))
            .toList();
    List<String> open =
        grant.actions().stream()
            .filter(action -> !rights.allow(action) && rights.mayAllow(action))
            .toList();
    if (!missing.isEmpty()) {
      return Check.failed(
              grant.reason(),
              "%d of %d actions are missing. Update the role from the permission document, and assign"
                      .formatted(missing.size(), grant.actions().size())
                  + " it to the application on the subscription.")
          .about(missing);
    }
    return open.isEmpty()
        ? Check.ok(grant.reason(), "All %d actions.".formatted(grant.actions().size()))
        : Check.inconclusive(
                grant.reason(),
                "%d actions are allowed under a condition, which only a real call can meet. Assign the"
                        .formatted(open.size())
                    + " role without one.")
            .about(open);
  }

  /// Whether a resource provider is registered.
  List<Check> provider(String namespace) throws InterruptedException {
    String name = providerCheck(namespace);
    return azure
        .get(
            path("/providers/%s?api-version=2024-11-01".formatted(namespace)),
            "Microsoft.Resources/subscriptions/providers/read")
        .judged(
            name,
            body -> List.of(registered(name, namespace, body.path("registrationState").asText())));
  }

  static String providerCheck(String namespace) {
    return "resource provider " + namespace;
  }

  private static Check registered(String name, String namespace, String state) {
    return switch (state) {
      case "Registered" -> Check.ok(name, "It is registered.");
      case "Registering" -> Check.inconclusive(name, "It is being registered. Try again later.");
      case "NotRegistered", "Unregistered", "Unregistering" ->
          Check.failed(
                  name,
                  "It is not registered. Register it: az provider register --namespace %s."
                      .formatted(namespace))
              .about(List.of(namespace));
      default -> unknown(name);
    };
  }

  /// Which regions are open, and whether any has room.
  List<Check> regions() throws InterruptedException {
    return azure
        .all(
            path("/locations?api-version=2022-12-01"),
            "Microsoft.Resources/subscriptions/locations/read")
        .judged(REGIONS, this::open);
  }

  private List<Check> open(JsonNode locations) {
    List<String> regions =
        locations
            .valueStream()
            .filter(
                region -> region.path("metadata").path("regionType").asText().equals("Physical"))
            .map(region -> region.path("name").asText())
            .filter(REGION.asMatchPredicate())
            .toList();
    return regions.isEmpty()
        ? List.of(unknown(REGIONS))
        : List.of(
            Check.ok(
                REGIONS, "%d regions are open to this subscription.".formatted(regions.size())),
            room(regions));
  }

  /// Quotas are each region's own: one with room is enough.
  private Check room(List<String> regions) {
    List<Check> found =
        errands.run(
            regions.stream().map(region -> new Errand(QUOTAS, () -> room(region))).toList());
    long roomy = found.stream().filter(check -> check.result() == Result.OK).count();
    if (roomy > 0) {
      return Check.ok(
          QUOTAS,
          "%d of %d regions have room for the smallest fleet (%d CPUs)."
              .formatted(roomy, regions.size(), SmallestFleet.CPUS));
    }
    return found.stream()
        .filter(check -> check.result() == Result.INCONCLUSIVE)
        .findFirst()
        .orElse(found.getFirst());
  }

  /// Whether one region has room.
  List<Check> quotas(String region) throws InterruptedException {
    return room(region).stream()
        .map(check ->
            check.result() == Result.FAILED
                ? Check.failed(
                        QUOTAS,
                        "Region %s has no room for the smallest fleet (%d CPUs). Ask for more of this quota in the portal, or take another region."
                            .formatted(region, SmallestFleet.CPUS))
                    .about(List.of("cores"))
                : check)
        .toList();
  }

  private List<Check> room(String region) throws InterruptedException {
    return azure
        .all(
            path(
                "/providers/Microsoft.Compute/locations/%s/usages?api-version=2024-11-01"
                    .formatted(region)),
            "Microsoft.Compute/locations/usages/read")
        .judged(QUOTAS, usages -> List.of(room(usages)));
  }

  private static Check room(JsonNode usages) {
    return usages
        .valueStream()
        .filter(usage -> usage.path("name").path("value").asText().equals("cores"))
        .findFirst()
        .map(cores ->
            cores.path("limit").asLong() - cores.path("currentValue").asLong() >= SmallestFleet.CPUS
                ? Check.ok(QUOTAS, "There is room.")
                : Check.failed(
                        QUOTAS,
                        "No region has room for the smallest fleet (%d CPUs). Ask for more of this"
                                .formatted(SmallestFleet.CPUS)
                            + " quota in the portal, for the region that fleets shall go to.")
                    .about(List.of("cores")))
        .orElseGet(() -> unknown(QUOTAS));
  }
}
