package io.bowline.control.allowance;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import io.bowline.registry.Admission;
import io.bowline.registry.Taking;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Decides what an organization's callers may take now.
///
/// What is pulled is counted here and told to the database every few seconds, when what others
/// counted, and what was said of the organization meanwhile, is learned: several processes can
/// together go beyond a day's bytes by what they send in that time, one cannot.
@Singleton
public final class Allowances {
  static final Duration BETWEEN = Duration.ofSeconds(5);

  private final AllowanceSettings usual;
  private final Transactions transactions;
  private final AllowanceStore store;
  private final Audit audit;
  private final InstantSource clock;
  private final Map<OrgId, Meter> meters = new ConcurrentHashMap<>();
  private final LongAdder slowedDown = new LongAdder();
  private final LongAdder usedUp = new LongAdder();

  public Allowances(
      AllowanceSettings usual,
      Transactions transactions,
      AllowanceStore store,
      Audit audit,
      InstantSource clock) {
    this.usual = usual;
    this.transactions = transactions;
    this.store = store;
    this.audit = audit;
    this.clock = clock;
  }

  /// Whether the organization may ask for anything now.
  public Admission ask(OrgId org) {
    return counted(meter(org).ask());
  }

  /// Asks for so many bytes of a blob.
  public Taking take(OrgId org, long bytes) {
    Taking taking = meter(org).take(bytes);
    if (taking instanceof Taking.Refused(Admission why)) {
      counted(why);
    }
    return taking;
  }

  /// What it takes, and may take.
  public Use use(OrgId org) {
    Meter meter = known(org);
    settle(org, meter);
    return meter.use();
  }

  /// What was said of the organization.
  public Optional<OwnAllowance> own(OrgId org) {
    return transactions.inOrg(org, tx -> store.find(tx, org));
  }

  /// Gives the organization an allowance of its own; every process knows it within seconds.
  public void allow(OrgId org, OwnAllowance own) {
    transactions.runInOrg(
        org,
        tx -> {
          store.put(tx, org, own);
          audit.record(tx, org, new AuditEntry(own.by(), "registry.limit", org.toString()));
        });
  }

  /// Takes that back; says whether there was one.
  public boolean disallow(OrgId org, String by) {
    return transactions.inOrg(
        org,
        tx -> {
          boolean was = store.remove(tx, org);
          if (was) {
            audit.record(tx, org, new AuditEntry(by, "registry.unlimit", org.toString()));
          }
          return was;
        });
  }

  /// Tells the database what it does not know yet.
  void tell() {
    meters.forEach((org, meter) -> {
      if (meter.untold() > 0) {
        settle(org, meter);
      }
    });
  }

  /// How often somebody was told to ask later, since the start.
  public long slowedDown() {
    return slowedDown.sum();
  }

  /// How often somebody was told that all is used up, since the start.
  public long usedUp() {
    return usedUp.sum();
  }

  /// Bytes that are on their way to organizations.
  public long promised() {
    return meters.values().stream().mapToLong(meter -> meter.use().promised()).sum();
  }

  private Admission counted(Admission admission) {
    if (admission instanceof Admission.TooMuch) {
      slowedDown.increment();
    } else if (admission instanceof Admission.UsedUp) {
      usedUp.increment();
    }
    return admission;
  }

  private Meter known(OrgId org) {
    return meters.computeIfAbsent(org, _ -> new Meter(usualAllowance(), clock));
  }

  private Meter meter(OrgId org) {
    Meter meter = known(org);
    if (!meter.settledSince(clock.instant().minus(BETWEEN))) {
      settle(org, meter);
    }
    return meter;
  }

  /// One at a time, or the same bytes would be told twice; who finds somebody at it goes by what is
  /// known, once anything is.
  private void settle(OrgId org, Meter meter) {
    boolean first = !meter.settledSince(Instant.EPOCH);
    if (first) {
      meter.settling.lock();
    } else if (!meter.settling.tryLock()) {
      return;
    }
    try {
      if (!first || !meter.settledSince(Instant.EPOCH)) {
        long told = meter.untold();
        meter.settle(transactions.inOrg(org, tx -> told(tx, org, told)), told);
      }
    } finally {
      meter.settling.unlock();
    }
  }

  private Meter.Known told(Tx tx, OrgId org, long more) {
    LocalDate today = tx.now().atZone(ZoneOffset.UTC).toLocalDate();
    long total = store.pulled(tx, org, today, more);
    return new Meter.Known(
        store.find(tx, org).map(own -> own.over(usual)).orElseGet(this::usualAllowance),
        today,
        total);
  }

  private Allowance usualAllowance() {
    return new Allowance(usual.requestsPerSecond(), usual.transfers(), usual.bytesPerDay());
  }
}
