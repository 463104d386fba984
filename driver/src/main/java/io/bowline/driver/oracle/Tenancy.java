package io.bowline.driver.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cloud.SmallestFleet;
import io.bowline.cloud.permission.Grant;
import io.bowline.driver.oracle.OraclePlace.Service;
import io.bowline.driver.rest.Reply.Why;
import io.bowline.driver.rest.Told;
import io.bowline.driver.rest.Told.Refused;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What can be asked of a tenancy and of the compartment that fleets go to.
///
/// @param policies that say what may be done there
record Tenancy(OracleSession oracle, Policies policies) {
  static final String COMPARTMENT = "compartment";
  static final String REGIONS = "regions";
  static final String LIMITS = "limits";

  private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9_-]{1,100}");
  // a core of Oracle's has two threads, and each counts for a CPU elsewhere
  private static final int CORES = SmallestFleet.CPUS / 2;
  private static final Set<String> SHAPES =
      Set.of(
          "standard-a1-core-count",
          "standard-e4-core-count",
          "standard-e5-core-count",
          "standard-e6-core-count",
          "standard3-core-count");

  private ApiKey key() {
    return oracle.key();
  }

  static Tenancy of(OracleSession oracle) {
    return new Tenancy(oracle, new Policies(oracle));
  }

  /// What is missing of a grant: what cannot be seen, and what no policy allows.
  List<Check> allows(Grant grant) throws InterruptedException {
    var open = new ArrayList<String>();
    var missing = new ArrayList<String>();
    String why = "";
    for (String action : grant.actions()) {
      Optional<Refused> wrong = wrong(action, grant.on().contains("tenancy"));
      if (wrong.isPresent()) {
        boolean failed = wrong.get().result() == Result.FAILED;
        why = why.isEmpty() || (failed && missing.isEmpty()) ? wrong.get().detail() : why;
        (failed ? missing : open).add(action);
      }
    }
    return List.of(judged(grant, missing, open, why));
  }

  /// Why an action is not allowed, or may not be; empty when it is.
  private Optional<Refused> wrong(String action, boolean everywhere) throws InterruptedException {
    boolean looked = Probe.of(action).isPresent();
    if (looked && seen(action) instanceof Refused refused) {
      return Optional.of(refused);
    }
    if (looked && Probe.provesAll(action)) {
      return Optional.empty();
    }
    return switch (policies.read()) {
      case Policies.Read.Unknown(Refused why) -> Optional.of(Policies.unreadable(why));
      case Policies.Read.Known(UserRights rights) ->
          switch (rights.of(action, everywhere)) {
            case HELD -> Optional.empty();
            case OPEN ->
                Optional.of(
                    new Refused(
                        Result.INCONCLUSIVE,
                        "The policies allow it under a condition, take part of it away, or say it in words"
                            + " or for groups that are not understood here. Add the statements of the"
                            + " permission document, without conditions.",
                        List.of()));
            case MISSING ->
                Optional.of(
                    new Refused(
                        Result.FAILED,
                        "No policy allows it to a group that the user is in. Add the statements of the"
                            + " permission document.",
                        List.of()));
          };
    };
  }

  private Told seen(String action) throws InterruptedException {
    Probe probe = Probe.of(action).orElseThrow();
    String namespace = "";
    if (probe.needsNamespace()) {
      switch (oracle.get(Service.OBJECTS, "/n", action)) {
        case Told.Body(JsonNode body) when NAMESPACE.matcher(body.asText()).matches() ->
            namespace = body.asText();
        case Told.Body _ -> {
          return Told.unknown(Why.NOT_UNDERSTOOD, OracleSession.ORACLE);
        }
        case Refused refused -> {
          return refused;
        }
      }
    }
    return oracle.get(probe.service(), probe.path(key(), namespace), action);
  }

  private static Check judged(Grant grant, List<String> missing, List<String> open, String why) {
    if (!missing.isEmpty()) {
      return Check.failed(grant.reason(), why).about(missing);
    }
    if (open.isEmpty()) {
      return Check.ok(grant.reason(), "All %d statements.".formatted(grant.actions().size()));
    }
    return Check.inconclusive(grant.reason(), why).about(open);
  }

  /// Whether the compartment is in use.
  List<Check> compartment() throws InterruptedException {
    return oracle
        .get(
            Service.IDENTITY,
            "/20160918/compartments/" + key().compartment(),
            "inspect compartments")
        .judged(COMPARTMENT, body -> List.of(inUse(body.path("lifecycleState").asText())));
  }

  private static Check inUse(String state) {
    return switch (state) {
      case "ACTIVE" -> Check.ok(COMPARTMENT, "The compartment is active.");
      case "INACTIVE", "DELETING", "DELETED" ->
          Check.failed(COMPARTMENT, "The compartment is deleted or inactive. Use another one.");
      default -> unknown(COMPARTMENT);
    };
  }

  private static Check unknown(String name) {
    return Check.inconclusive(name, Why.NOT_UNDERSTOOD.of(OracleSession.ORACLE));
  }

  /// Whether the region is one of the tenancy's.
  List<Check> regions() throws InterruptedException {
    return oracle
        .get(
            Service.IDENTITY,
            "/20160918/tenancies/%s/regionSubscriptions".formatted(key().tenancy()),
            "inspect tenancies")
        .judged(REGIONS, body -> List.of(subscribed(body)));
  }

  private Check subscribed(JsonNode regions) {
    if (!regions.isArray() || regions.isEmpty()) {
      return unknown(REGIONS);
    }
    List<String> ready =
        regions
            .valueStream()
            .filter(region -> region.path("status").asText().equals("READY"))
            .map(region -> region.path("regionName").asText())
            .toList();
    return ready.contains(key().region())
        ? Check.ok(
            REGIONS,
            "%d regions are open to this tenancy, %s among them."
                .formatted(ready.size(), key().region()))
        : Check.failed(
            REGIONS,
            "The tenancy is not subscribed to %s, or not yet. Subscribe to it in the console."
                .formatted(key().region()));
  }

  /// Whether the region's limits would let the smallest fleet be made, if nothing else were there.
  List<Check> limits() throws InterruptedException {
    return oracle
        .get(
            Service.LIMITS,
            "/20190729/limitValues?limit=1000&compartmentId=%s&serviceName=compute"
                .formatted(key().tenancy()),
            "inspect limits")
        .judged(LIMITS, body -> List.of(room(body)));
  }

  private static Check room(JsonNode values) {
    List<JsonNode> cores =
        values.valueStream().filter(value -> SHAPES.contains(value.path("name").asText())).toList();
    if (cores.isEmpty()) {
      return unknown(LIMITS);
    }
    return cores.stream().anyMatch(value -> value.path("value").asLong() >= CORES)
        ? Check.ok(
            LIMITS,
            "The limits reach for the smallest fleet (%d cores); what is in use is not counted."
                .formatted(CORES))
        : Check.failed(
                LIMITS,
                "The limits do not reach for the smallest fleet: %d cores of one shape. Ask Oracle for"
                        .formatted(CORES)
                    + " more.")
            .about(SHAPES.stream().sorted().toList());
  }
}
