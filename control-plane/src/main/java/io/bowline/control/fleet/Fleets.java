package io.bowline.control.fleet;

import io.bowline.control.job.Jobs;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.FleetId;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The fleets of every organization: which there are, how they are, and how they end.
@ApplicationScoped
public class Fleets {
  /// Topic of the event that a fleet's status changed; its key is the fleet's id, and its payload
  /// says `identifier`, `status` and `reason`.
  public static final String STATUS = "fleet.status";

  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final int CANDIDATES = 10_000;
  private static final int LONGEST_REASON = 2_000;

  private final Transactions transactions;
  private final FleetStore store;
  private final FleetLedger ledger;
  private final Jobs jobs;
  private final List<FleetEnd> ends;

  Fleets(
      Transactions transactions,
      FleetStore store,
      FleetLedger ledger,
      Jobs jobs,
      @All List<FleetEnd> ends) {
    this.jobs = jobs;
    this.ends = ends;
    this.transactions = transactions;
    this.store = store;
    this.ledger = ledger;
  }

  public Optional<Fleet> find(OrgId org, String identifier) {
    return transactions.inOrg(org, tx -> store.find(tx, org, identifier));
  }

  /// The same in the caller's transaction.
  public Optional<Fleet> find(Tx tx, OrgId org, String identifier) {
    return store.find(tx, org, identifier);
  }

  /// By the identifier that people use, or by id.
  public Optional<Fleet> named(OrgId org, String identifierOrId) {
    return transactions.inOrg(
        org, tx -> store.find(tx, org, identifierOrId).or(() -> byId(tx, org, identifierOrId)));
  }

  private Optional<Fleet> byId(Tx tx, OrgId org, String text) {
    return UUID.matcher(text).matches()
        ? store.find(tx, org, FleetId.parse(text))
        : Optional.empty();
  }

  /// By id, in the caller's transaction.
  public Optional<Fleet> find(Tx tx, OrgId org, FleetId id) {
    return store.find(tx, org, id);
  }

  /// The fleet, locked until the caller's transaction ends.
  public Optional<Fleet> lock(Tx tx, OrgId org, String identifier) {
    return store.lock(tx, org, identifier);
  }

  /// The same by id.
  public Optional<Fleet> lock(Tx tx, OrgId org, FleetId id) {
    return store.lock(tx, org, id);
  }

  /// Works on a fleet that is locked together with the job that works for it, in a transaction of
  /// its own: who may stop that job locks it first, as the job's end does, or the two would wait
  /// for each other. When another job works for it by then, all begins again.
  ///
  /// @param which finds the fleet
  /// @param work gets it; empty when there is none
  public <T> T held(
      OrgId org, Function<Tx, Optional<Fleet>> which, BiFunction<Tx, Optional<Fleet>, T> work) {
    while (true) {
      Optional<T> done = transactions.inOrg(org, tx -> tried(tx, org, which, work));
      if (done.isPresent()) {
        return done.get();
      }
    }
  }

  private <T> Optional<T> tried(
      Tx tx,
      OrgId org,
      Function<Tx, Optional<Fleet>> which,
      BiFunction<Tx, Optional<Fleet>, T> work) {
    Optional<Fleet> seen = which.apply(tx);
    Optional<JobId> job = seen.flatMap(fleet -> ledger.working(tx, fleet));
    job.ifPresent(id -> jobs.hold(tx, org, id));
    Optional<Fleet> locked = seen.flatMap(fleet -> store.lock(tx, org, fleet.id()));
    return locked
            .flatMap(fleet -> ledger.working(tx, fleet))
            .filter(id -> !job.equals(Optional.of(id)))
            .isPresent()
        ? Optional.empty()
        : Optional.of(work.apply(tx, locked));
  }

  /// In order of identifiers.
  public List<Fleet> list(OrgId org, FleetStore.Selection selection) {
    return transactions.inOrg(org, tx -> store.list(tx, org, selection));
  }

  /// Those among which a place for a Kafka cluster is chosen, in the caller's transaction.
  public List<Fleet> candidates(Tx tx, OrgId org) {
    return store.list(
        tx, org, new FleetStore.Selection(Optional.empty(), Optional.empty(), "", CANDIDATES));
  }

  /// Those that a data plane serves, in order of identifiers.
  public List<Fleet> of(Tx tx, OrgId org, InstallId install) {
    return store.of(tx, org, install);
  }

  /// How a fleet was: the newest entries, oldest first.
  public List<Standing> history(Fleet fleet, int limit) {
    return transactions.inOrg(fleet.org(), tx -> store.history(tx, fleet.org(), fleet.id(), limit));
  }

  /// From now on this data plane serves it; its runner has enrolled.
  public void serve(Tx tx, Fleet fleet, InstallId install) {
    store.serve(tx, fleet.org(), fleet.id(), install);
  }

  /// Says how a fleet is, in the caller's transaction; what is impossible from how it is now is
  /// refused. Locks the fleet.
  public Move move(Tx tx, Fleet fleet, FleetStatus to, String reason) {
    return store
        .lock(tx, fleet.org(), fleet.id())
        .map(now -> moved(tx, now, to, shortened(reason)))
        .orElseGet(Move.Absent::new);
  }

  private Move moved(Tx tx, Fleet now, FleetStatus to, String reason) {
    if (now.status() == to && now.standing().reason().equals(reason)) {
      return new Move.Unchanged(now);
    }
    if (!now.status().mayBecome(to)) {
      return new Move.Impossible(now, to);
    }
    ledger.stand(tx, now, to, reason);
    return new Move.Moved(ledger.now(tx, now));
  }

  /// Asks again for what failed.
  public Move retry(OrgId org, String identifier, String by) {
    return held(
        org,
        tx -> store.find(tx, org, identifier),
        (tx, found) -> found.map(fleet -> retried(tx, fleet, by)).orElseGet(Move.Absent::new));
  }

  private Move retried(Tx tx, Fleet fleet, String by) {
    return switch (fleet.status()) {
      case ERROR -> asked(tx, fleet, FleetStatus.PENDING, by);
      case DELETE_FAILED -> asked(tx, fleet, FleetStatus.DELETING, by);
      case PENDING, PROVISIONING, HEALTHY, UNHEALTHY, DELETING ->
          new Move.Impossible(fleet, FleetStatus.PENDING);
    };
  }

  private Move asked(Tx tx, Fleet fleet, FleetStatus to, String by) {
    Move move = moved(tx, fleet, to, "tried again by " + by);
    ledger.record(tx, fleet, by, "retry", Map.of("status", to.word()));
    if (to == FleetStatus.DELETING) {
      ledger.unwished(tx, fleet, by);
    } else {
      ledger.wished(tx, fleet, by);
    }
    return store
        .find(tx, fleet.org(), fleet.id())
        .<Move>map(now -> move instanceof Move.Moved ? new Move.Moved(now) : move)
        .orElseGet(Move.Absent::new);
  }

  /// Begins to take a fleet down; one that nobody began to make is gone at once.
  public Deletion delete(OrgId org, String identifier, String by) {
    return held(
        org,
        tx -> store.find(tx, org, identifier),
        (tx, found) -> found.map(fleet -> deleted(tx, fleet, by)).orElseGet(Deletion.Absent::new));
  }

  private Deletion deleted(Tx tx, Fleet fleet, String by) {
    if (fleet.room().tenants() > 0) {
      return new Deletion.InUse(fleet);
    }
    if (fleet.status() == FleetStatus.DELETING) {
      return new Deletion.Begun(fleet);
    }
    if (!fleet.begun()) {
      gone(tx, fleet, by);
      ledger.record(tx, fleet, by, "delete", FleetText.before(fleet));
      return new Deletion.Gone();
    }
    ledger.stand(tx, fleet, FleetStatus.DELETING, "asked for by " + by);
    ledger.record(tx, fleet, by, "delete", FleetText.before(fleet));
    ledger.unwished(tx, fleet, by);
    return store
        .find(tx, fleet.org(), fleet.id())
        .<Deletion>map(Deletion.Begun::new)
        .orElseGet(Deletion.Gone::new);
  }

  /// Forgets a fleet that could not be taken down, whatever is left of it: its cluster may be gone,
  /// or nobody may come to it any more.
  public Deletion forget(OrgId org, String identifier, String by) {
    return transactions.inOrg(
        org,
        tx ->
            store
                .lock(tx, org, identifier)
                .map(fleet -> forgotten(tx, fleet, by))
                .orElseGet(Deletion.Absent::new));
  }

  private Deletion forgotten(Tx tx, Fleet fleet, String by) {
    if (fleet.status() != FleetStatus.DELETE_FAILED) {
      return new Deletion.NotFailed(fleet);
    }
    gone(tx, fleet, by);
    ledger.record(tx, fleet, by, "forget", FleetText.before(fleet));
    return new Deletion.Gone();
  }

  /// Whoever took a fleet down says that nothing of it is left, and so its record goes too.
  ///
  /// @return false when there is no such fleet, or nobody asked to delete it
  public boolean removed(Tx tx, Fleet fleet, String by) {
    return store
        .lock(tx, fleet.org(), fleet.id())
        .filter(now -> now.status() == FleetStatus.DELETING)
        .map(now -> {
          gone(tx, now, by);
          ledger.record(tx, now, by, "removed", FleetText.before(now));
          return true;
        })
        .orElse(false);
  }

  private void gone(Tx tx, Fleet fleet, String by) {
    ends.forEach(end -> end.gone(tx, fleet, by));
    store.delete(tx, fleet.org(), fleet.id());
  }

  private static String shortened(String reason) {
    return reason.length() > LONGEST_REASON
        ? reason.substring(0, LONGEST_REASON - 1) + "…"
        : reason;
  }
}
