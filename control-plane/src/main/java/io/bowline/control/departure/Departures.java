package io.bowline.control.departure;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.org.Organization;
import io.bowline.control.org.Organizations;
import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/// Organizations that go. When the time is over in which that can be taken back, the data key goes
/// first, so that no secret can be opened any more whatever happens next; then every row, batch by
/// batch, and what is not in the database. What was interrupted goes on where it was.
@Singleton
public final class Departures {
  private static final Logger LOG = Logger.getLogger(Departures.class);
  private static final SystemTask TASK = new SystemTask("departure");
  private static final int AT_ONCE = 10;
  private static final int BATCH = 2_000;

  /// How long after an end every replica still looks whether it remembers something.
  private static final Duration AFTERWARDS = Duration.ofMinutes(5);

  private final Transactions transactions;
  private final DepartureStore store;
  private final Organizations organizations;
  private final Audit audit;
  private final List<Traces> traces;
  private final Duration grace;
  private final InstantSource clock;
  private final Set<OrgId> clean = ConcurrentHashMap.newKeySet();
  private volatile Instant lookedAt = Instant.EPOCH;

  public Departures(
      Transactions transactions,
      DepartureStore store,
      Organizations organizations,
      Audit audit,
      @All List<Traces> traces,
      DepartureSettings settings,
      InstantSource clock) {
    this.transactions = transactions;
    this.store = store;
    this.organizations = organizations;
    this.audit = audit;
    this.traces = traces;
    this.grace = settings.grace();
    this.clock = clock;
  }

  /// Wishes that an organization goes.
  ///
  /// @param confirm its name, so that nobody means another one
  public Asked ask(OrgId org, String confirm, String by) {
    return organizations
        .find(org)
        .map(organization -> confirmed(organization, confirm, by))
        .orElseGet(Asked.Absent::new);
  }

  private Asked confirmed(Organization organization, String confirm, String by) {
    if (!organization.name().equals(confirm)) {
      return new Asked.NotConfirmed();
    }
    return transactions.inOrg(
        organization.id(),
        tx -> {
          List<String> remains = store.remains(tx, organization.id());
          return remains.isEmpty() ? asked(tx, organization, by) : new Asked.Occupied(remains);
        });
  }

  private Asked asked(Tx tx, Organization organization, String by) {
    OrgId org = organization.id();
    if (store.ask(tx, organization, by, grace)) {
      audit.record(tx, org, new AuditEntry(by, "organization.delete", org.toString()));
    }
    return store.find(tx, org).<Asked>map(Asked.Going::new).orElseGet(Asked.Absent::new);
  }

  /// The departure of an organization that is to go.
  public Optional<Departure> find(OrgId org) {
    return transactions.asSystem(TASK, tx -> store.find(tx, org));
  }

  /// What keeps it, though it was to go.
  public List<String> remains(OrgId org) {
    return transactions.inOrg(org, tx -> store.remains(tx, org));
  }

  /// All that go or are gone, in order of names, for the vendor's staff.
  public List<Departure> list(String after, int limit) {
    return transactions.asSystem(TASK, tx -> store.list(tx, after, limit));
  }

  /// Takes a departure back; false when there is none, or its secrets are destroyed already.
  public boolean takeBack(OrgId org, String by) {
    return transactions.inOrg(
        org,
        tx -> {
          boolean back = store.takeBack(tx, org);
          if (back) {
            audit.record(tx, org, new AuditEntry(by, "organization.keep", org.toString()));
          }
          return back;
        });
  }

  /// Moves what is due.
  public void sweep() {
    for (Departure each : transactions.asSystem(TASK, tx -> store.due(tx, AT_ONCE))) {
      go(each);
    }
    Instant since = lookedAt;
    lookedAt = clock.instant().minus(AFTERWARDS);
    transactions.asSystem(TASK, tx -> store.shreddedSince(tx, since)).forEach(this::followed);
  }

  private void go(Departure departure) {
    OrgId org = departure.org();
    boolean shredded =
        departure.last().shredded().isPresent() || transactions.inOrg(org, tx -> shredded(tx, org));
    if (shredded && forgotten(org) && erased(departure)) {
      transactions.runInOrg(Audit.VENDOR, tx -> ended(tx, org));
    }
  }

  /// What came since it was asked for keeps it, until that is gone.
  private boolean shredded(Tx tx, OrgId org) {
    if (!store.lockDue(tx, org) || !store.remains(tx, org).isEmpty()) {
      return false;
    }
    store.shred(tx, org, audit.end(tx, org));
    return true;
  }

  private boolean forgotten(OrgId org) {
    while (true) {
      Optional<Long> rows = transactions.asSystem(TASK, tx -> store.forget(tx, org, BATCH));
      if (rows.isEmpty()) {
        return false;
      }
      if (rows.get() == 0) {
        return true;
      }
    }
  }

  /// What this replica has of one that another replica lets go; looked for once after the end.
  private void followed(Departure departure) {
    organizations.forget(departure.org());
    boolean ended = departure.last().ended().isPresent();
    if (!(ended && clean.contains(departure.org())) && erased(departure) && ended) {
      clean.add(departure.org());
    }
  }

  private boolean erased(Departure departure) {
    organizations.forget(departure.org());
    try {
      for (Traces each : traces) {
        each.erase(departure.org(), departure.name());
      }
      return true;
    } catch (IOException e) {
      LOG.warnf(
          "Something of the deleted organization %s is still here; the next look tries again: %s",
          departure.org(), e);
      return false;
    }
  }

  private void ended(Tx tx, OrgId org) {
    if (!store.end(tx, org)) {
      return;
    }
    Departure departure = store.find(tx, org).orElseThrow();
    String detail =
        "{\"name\":\"%s\",\"auditEntries\":%d,\"auditHash\":\"%s\"}"
            .formatted(
                departure.name(),
                departure.last().auditEntries().orElse(0L),
                departure.last().auditHash().orElse(""));
    audit.record(
        tx,
        Audit.VENDOR,
        new AuditEntry(departure.askedBy(), "organization.end", org.toString(), detail));
  }
}
