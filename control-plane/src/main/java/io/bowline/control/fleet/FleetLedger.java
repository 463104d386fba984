package io.bowline.control.fleet;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.platform.Tx;
import io.bowline.control.platform.event.Event;
import io.bowline.control.platform.event.Events;
import io.bowline.model.id.JobId;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes down what happens to fleets, in the transaction in which it happens.
@ApplicationScoped
class FleetLedger {
  private final FleetStore store;
  private final Audit audit;
  private final Events events;
  private final List<FleetMaker> makers;

  FleetLedger(FleetStore store, Audit audit, Events events, @All List<FleetMaker> makers) {
    this.store = store;
    this.audit = audit;
    this.events = events;
    this.makers = makers;
  }

  /// Has whoever makes such fleets begin.
  void wished(Tx tx, Fleet fleet, String by) {
    makers.stream()
        .filter(maker -> maker.makes(fleet.infra()))
        .forEach(maker -> maker.wished(tx, now(tx, fleet), by));
  }

  /// Has whoever made it take it down.
  void unwished(Tx tx, Fleet fleet, String by) {
    makers.stream()
        .filter(maker -> maker.makes(fleet.infra()))
        .forEach(maker -> maker.unwished(tx, now(tx, fleet), by));
  }

  /// The job that works for a fleet and is not over.
  Optional<JobId> working(Tx tx, Fleet fleet) {
    return makers.stream()
        .filter(maker -> maker.makes(fleet.infra()))
        .findFirst()
        .flatMap(maker -> maker.working(tx, fleet));
  }

  /// Writes how a fleet is, and tells of it.
  void stand(Tx tx, Fleet fleet, FleetStatus status, String reason) {
    store.stand(tx, fleet.org(), fleet.id(), status, reason);
    events.publish(
        tx,
        new Event(
            Fleets.STATUS,
            fleet.org(),
            fleet.id().toString(),
            FleetText.json(
                Map.of(
                    "identifier", fleet.identifier(),
                    "status", status.word(),
                    "reason", reason))));
  }

  /// The fleet as it is in this transaction.
  Fleet now(Tx tx, Fleet fleet) {
    return store.find(tx, fleet.org(), fleet.id()).orElseThrow();
  }

  /// Keeps who did what to it.
  void record(Tx tx, Fleet fleet, String by, String action, Map<String, Object> detail) {
    audit.record(
        tx,
        fleet.org(),
        new AuditEntry(
            by,
            "fleet." + action,
            fleet.id().toString(),
            FleetText.json(FleetText.named(fleet, detail))));
  }
}
