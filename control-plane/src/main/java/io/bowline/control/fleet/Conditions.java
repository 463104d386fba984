package io.bowline.control.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cloud.Complaint;
import io.bowline.control.domain.DomainName;
import io.bowline.control.fleet.form.AdvancedForm;
import io.bowline.control.fleet.form.Form;
import io.bowline.control.fleet.form.InfraType;
import io.bowline.control.fleet.form.PlacementForm;
import io.bowline.control.platform.Tx;
import io.bowline.control.provider.FleetProvider;
import io.bowline.control.provider.Gate;
import io.bowline.control.provider.ProviderChecks;
import io.bowline.control.region.Regions;
import io.bowline.model.id.FleetProviderId;
import io.bowline.model.id.OrgId;
import io.bowline.model.sizing.KafkaUnits;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What has to be so before a fleet is made or changed.
@ApplicationScoped
class Conditions {
  private static final Pattern IDENTIFIER = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

  private final ProviderChecks providers;
  private final Regions regions;

  Conditions(ProviderChecks providers, Regions regions) {
    this.providers = providers;
    this.regions = regions;
  }

  /// Where a fleet is and what is in it, looked at.
  ///
  /// @param provider whose credentials make it
  record Parts(
      Map<String, Object> placement,
      Map<String, Object> advanced,
      Optional<FleetProviderId> provider) {}

  /// What was found.
  sealed interface Finding {
    /// It may be so.
    record Met(Parts parts) implements Finding {}

    /// It may not.
    record Unmet(Admission admission) implements Finding {}
  }

  /// What is wrong with a wish, apart from its placement and inner parts.
  List<Complaint> complaints(NewFleet wish) {
    var found = new ArrayList<Complaint>();
    if (!IDENTIFIER.matcher(wish.identifier()).matches()) {
      found.add(
          new Complaint(
              "identifier", "must have 1 to 63 of a-z, 0-9 and -, and no - at its ends."));
    }
    if (DomainName.read(wish.domain()) instanceof DomainName.Reading.Refused(String why)) {
      found.add(new Complaint("domain", why));
    }
    found.addAll(limits(wish.tenancy(), wish.maxTenants(), wish.maxKafkaUnits()));
    return found;
  }

  /// What is wrong with limits.
  List<Complaint> limits(Tenancy tenancy, int maxTenants, int maxKafkaUnits) {
    var found = new ArrayList<Complaint>();
    if (maxTenants < 1 || maxTenants > Room.MOST_TENANTS) {
      found.add(
          new Complaint(
              "max_tenants", "must be a whole number from 1 to %d.".formatted(Room.MOST_TENANTS)));
    } else if (tenancy == Tenancy.DEDICATED && maxTenants != 1) {
      found.add(
          new Complaint(
              "max_tenants", "must be 1: a dedicated fleet is for one Kafka cluster alone."));
    }
    if (maxKafkaUnits < 1 || maxKafkaUnits > KafkaUnits.MOST) {
      found.add(
          new Complaint(
              "max_kafka_units",
              "must be a whole number from 1 to %d.".formatted(KafkaUnits.MOST)));
    }
    return found;
  }

  /// Looks at placement and inner parts. A provider that is named stays as it is until the
  /// transaction ends.
  Finding look(
      Tx tx,
      OrgId org,
      InfraType infra,
      Map<String, JsonNode> placement,
      Map<String, JsonNode> advanced) {
    var complaints = new ArrayList<Complaint>();
    Map<String, Object> place =
        values(PlacementForm.of(infra).read("placement_config", placement), complaints);
    Map<String, Object> inner =
        values(AdvancedForm.of(infra).read("advanced_config", advanced), complaints);
    if (!complaints.isEmpty()) {
      return new Finding.Unmet(new Admission.Refused(complaints));
    }
    return switch (account(tx, org, infra, place)) {
      case Account.Wrong(Finding finding) -> finding;
      case Account.Known(Optional<FleetProvider> provider) ->
          Optional.ofNullable(place.get(PlacementForm.REGION))
              .flatMap(region ->
                  regions
                      .allowed(tx, org)
                      .barred(
                          infra.cloud().or(() -> provider.map(FleetProvider::cloud)),
                          region.toString()))
              .<Finding>map(why -> new Finding.Unmet(new Admission.RegionBarred(why)))
              .orElseGet(
                  () -> new Finding.Met(new Parts(place, inner, provider.map(FleetProvider::id))));
    };
  }

  private static Map<String, Object> values(Form.Reading reading, List<Complaint> complaints) {
    return switch (reading) {
      case Form.Reading.Good(Map<String, Object> values) -> values;
      case Form.Reading.Refused(List<Complaint> found) -> {
        complaints.addAll(found);
        yield Map.of();
      }
    };
  }

  /// Whose account it is to be.
  private sealed interface Account {
    record Known(Optional<FleetProvider> provider) implements Account {}

    record Wrong(Finding finding) implements Account {}
  }

  private Account account(Tx tx, OrgId org, InfraType infra, Map<String, Object> place) {
    Object named = place.get(PlacementForm.ACCOUNT);
    if (named == null) {
      return new Account.Known(Optional.empty());
    }
    return switch (providers.gate(tx, org, named.toString())) {
      case Gate.Absent() -> wrong("names no fleet provider of the organization. Add it first.");
      case Gate.Open(FleetProvider provider) -> ofType(infra, provider);
      case Gate.Closed(FleetProvider provider, String reason) ->
          switch (ofType(infra, provider)) {
            case Account.Wrong wrong -> wrong;
            case Account.Known known ->
                infra.cloud().isEmpty()
                    ? known
                    : new Account.Wrong(new Finding.Unmet(new Admission.Hindered(reason)));
          };
    };
  }

  private static Account ofType(InfraType infra, FleetProvider provider) {
    return infra
        .cloud()
        .filter(cloud -> cloud != provider.cloud())
        .map(cloud ->
            wrong(
                "names a fleet provider of %s, and the fleet is to be in %s."
                    .formatted(provider.cloud().text(), cloud.text())))
        .orElseGet(() -> new Account.Known(Optional.of(provider)));
  }

  private static Account wrong(String message) {
    return new Account.Wrong(
        new Finding.Unmet(
            new Admission.Refused(List.of(new Complaint("placement_config.account", message)))));
  }
}
