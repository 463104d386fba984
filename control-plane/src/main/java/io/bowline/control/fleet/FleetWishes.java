package io.bowline.control.fleet;

import io.bowline.cloud.Complaint;
import io.bowline.control.domain.BaseDomain;
import io.bowline.control.domain.BaseDomains;
import io.bowline.control.domain.Claim;
import io.bowline.control.fleet.Conditions.Finding;
import io.bowline.control.fleet.Conditions.Parts;
import io.bowline.control.fleet.form.InfraType;
import io.bowline.control.fleet.form.PlacementForm;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.FleetId;
import io.bowline.model.id.OrgId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// What people wish of fleets: a new one, or another shape of one.
@ApplicationScoped
public class FleetWishes {
  private final Transactions transactions;
  private final Ids ids;
  private final FleetStore store;
  private final Conditions conditions;
  private final BaseDomains domains;
  private final FleetLedger ledger;

  FleetWishes(
      Transactions transactions,
      Ids ids,
      FleetStore store,
      Conditions conditions,
      BaseDomains domains,
      FleetLedger ledger) {
    this.transactions = transactions;
    this.ids = ids;
    this.store = store;
    this.conditions = conditions;
    this.domains = domains;
    this.ledger = ledger;
  }

  /// Makes a fleet that waits to be provisioned, in the caller's transaction. The very same wish
  /// again gets the fleet that is there.
  public Admission create(Tx tx, OrgId org, NewFleet wish, String by) {
    List<Complaint> complaints = conditions.complaints(wish);
    if (!complaints.isEmpty()) {
      return new Admission.Refused(complaints);
    }
    return switch (conditions.look(tx, org, wish.infra(), wish.placement(), wish.advanced())) {
      case Finding.Unmet(Admission admission) -> admission;
      case Finding.Met(Parts parts) ->
          switch (domains.claim(tx, org, wish.domain(), by)) {
            case Claim.Refused(String why) ->
                new Admission.Refused(List.of(new Complaint("domain", why)));
            case Claim.Held(BaseDomain domain) -> made(tx, fleet(tx, wish, domain, parts, by));
          };
    };
  }

  private Fleet fleet(Tx tx, NewFleet wish, BaseDomain domain, Parts parts, String by) {
    return new Fleet(
        domain.org(),
        new FleetId(ids.get()),
        wish.identifier(),
        wish.infra(),
        domain.name().text(),
        wish.tenancy(),
        Room.empty(wish.maxTenants(), wish.maxKafkaUnits()),
        parts.placement(),
        parts.advanced(),
        parts.provider(),
        Optional.empty(),
        false,
        new Standing(FleetStatus.PENDING, waiting(wish.infra()), tx.now()),
        by,
        tx.now(),
        tx.now());
  }

  private static String waiting(InfraType infra) {
    return infra == InfraType.BYOK
        ? "waits for the kubeconfig of its cluster"
        : "waits to be provisioned";
  }

  private Admission made(Tx tx, Fleet wanted) {
    if (!store.insert(tx, wanted)) {
      return store
          .find(tx, wanted.org(), wanted.identifier())
          .map(there ->
              FleetText.same(there, wanted)
                  ? new Admission.Admitted(there)
                  : new Admission.IdentifierTaken(there))
          .orElseGet(() ->
              new Admission.DomainTaken(
                  store.withDomain(tx, wanted.org(), wanted.domain()).orElseThrow()));
    }
    ledger.stand(tx, wanted, FleetStatus.PENDING, wanted.standing().reason());
    ledger.record(tx, wanted, wanted.createdBy(), "create", FleetText.after(wanted));
    ledger.wished(tx, wanted, wanted.createdBy());
    return new Admission.Admitted(ledger.now(tx, wanted));
  }

  /// Changes a fleet.
  public Admission change(OrgId org, String identifier, FleetChange change, String by) {
    return transactions.inOrg(
        org,
        tx ->
            store
                .lock(tx, org, identifier)
                .map(fleet -> changed(tx, fleet, change, by))
                .orElseGet(Admission.Absent::new));
  }

  private Admission changed(Tx tx, Fleet fleet, FleetChange change, String by) {
    int maxTenants = change.maxTenants().orElse(fleet.room().maxTenants());
    int maxKafkaUnits = change.maxKafkaUnits().orElse(fleet.room().maxKafkaUnits());
    List<Complaint> complaints = conditions.limits(fleet.tenancy(), maxTenants, maxKafkaUnits);
    if (!complaints.isEmpty()) {
      return new Admission.Refused(complaints);
    }
    Optional<String> hindrance = Lowering.hindrance(fleet.room(), maxTenants, maxKafkaUnits);
    if (hindrance.isPresent()) {
      return new Admission.Hindered(hindrance.get());
    }
    return switch (parts(tx, fleet, change)) {
      case Finding.Unmet(Admission admission) -> admission;
      case Finding.Met(Parts parts) -> {
        store.change(
            tx,
            fleet.org(),
            fleet.id(),
            new FleetStore.Change(
                maxTenants, maxKafkaUnits, parts.placement(), parts.advanced(), parts.provider()));
        Fleet after = ledger.now(tx, fleet);
        Map<String, Object> difference = FleetText.difference(fleet, after);
        if (!difference.isEmpty()) {
          ledger.record(tx, fleet, by, "update", difference);
        }
        yield new Admission.Admitted(after);
      }
    };
  }

  private Finding parts(Tx tx, Fleet fleet, FleetChange change) {
    if (change.placement().isEmpty() && change.advanced().isEmpty()) {
      return new Finding.Met(new Parts(fleet.placement(), fleet.advanced(), fleet.provider()));
    }
    if (fleet.status() != FleetStatus.PENDING && fleet.status() != FleetStatus.ERROR) {
      return new Finding.Unmet(
          new Admission.Hindered(
              "The fleet %s is %s: its placement and inner parts change before it is made, or when that failed. Make another fleet."
                  .formatted(fleet.identifier(), fleet.status().word())));
    }
    Finding finding =
        conditions.look(
            tx,
            fleet.org(),
            fleet.infra(),
            change.placement().orElseGet(() -> FleetText.nodes(fleet.placement())),
            change.advanced().orElseGet(() -> FleetText.nodes(fleet.advanced())));
    return finding instanceof Finding.Met(Parts parts) && wouldLeave(fleet, parts)
        ? new Finding.Unmet(
            new Admission.Hindered(
                "The fleet %s was begun in its account and region, and what is there has to be taken down there. Delete it and make another."
                    .formatted(fleet.identifier())))
        : finding;
  }

  /// Whether what was made in a cloud would be left where nobody looks for it.
  private static boolean wouldLeave(Fleet fleet, Parts parts) {
    return fleet.begun()
        && fleet.infra().cloud().isPresent()
        && Stream.of(PlacementForm.REGION, PlacementForm.ACCOUNT)
            .anyMatch(
                key -> !Objects.equals(fleet.placement().get(key), parts.placement().get(key)));
  }
}
