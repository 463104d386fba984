package io.bowline.control.provider;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.cloud.Configuration;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import io.bowline.model.probe.Findings;
import io.bowline.model.probe.Result;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/// Asks the clouds about providers' credentials, remembers what they said, and keeps fleets from
/// providers that were not found right.
@ApplicationScoped
public class ProviderChecks {
  private static final Logger LOG = Logger.getLogger(ProviderChecks.class);
  private static final SystemTask CHECK = new SystemTask("provider-check");
  private static final Duration AGAIN = Duration.ofDays(1);
  private static final int AT_ONCE = 16;
  private static final int DUE_AT_ONCE = 8;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Transactions transactions;
  private final FleetProviders providers;
  private final ProviderCheckStore store;
  private final Drivers drivers;
  private final Audit audit;
  private final Semaphore room = new Semaphore(AT_ONCE);
  private final Semaphore roomForDue = new Semaphore(DUE_AT_ONCE);

  public ProviderChecks(
      Transactions transactions,
      FleetProviders providers,
      ProviderCheckStore store,
      Drivers drivers,
      Audit audit) {
    this.transactions = transactions;
    this.providers = providers;
    this.store = store;
    this.drivers = drivers;
    this.audit = audit;
  }

  /// Asks the cloud now. No transaction is open meanwhile, and the credentials live as long as the
  /// asking.
  public Checking check(OrgId org, String identifier, String by) {
    Optional<Opened> opened = transactions.inOrg(org, tx -> opened(tx, org, identifier));
    if (opened.isEmpty()) {
      return new Checking.Absent();
    }
    if (!room.tryAcquire()) {
      return new Checking.Busy();
    }
    try {
      Findings findings = drivers.probe(opened.get().configuration());
      return transactions.inOrg(org, tx -> kept(tx, opened.get(), findings, by));
    } finally {
      room.release();
    }
  }

  private record Opened(FleetProvider provider, Configuration configuration, Instant at) {}

  private Optional<Opened> opened(Tx tx, OrgId org, String identifier) {
    return providers
        .find(tx, org, identifier)
        .map(provider -> new Opened(provider, providers.open(tx, provider), tx.now()));
  }

  private Checking kept(Tx tx, Opened opened, Findings findings, String by) {
    FleetProvider asked = opened.provider();
    Optional<FleetProvider> now = providers.lock(tx, asked.org(), asked.identifier());
    if (now.filter(provider -> provider.id().equals(asked.id())).isEmpty()) {
      return new Checking.Absent();
    }
    if (now.get().revision() != asked.revision()) {
      return new Checking.Overtaken();
    }
    store.put(
        tx,
        asked.org(),
        new ProviderCheckStore.Ended(asked.id(), asked.revision(), findings, by, opened.at()));
    store.next(tx, asked.org(), asked.id(), AGAIN);
    audit.record(
        tx,
        asked.org(),
        new AuditEntry(
            by,
            "fleet-provider.validate",
            asked.id().toString(),
            JSON.createObjectNode()
                .put("identifier", asked.identifier())
                .put("revision", asked.revision())
                .put("result", findings.result().text())
                .toString()));
    return new Checking.Checked(store.find(tx, asked.org(), asked.id()).orElseThrow());
  }

  /// What was found of a provider's present configuration; empty when it was not checked yet.
  public Optional<ProviderCheck> find(FleetProvider provider) {
    return transactions.inOrg(provider.org(), tx -> find(tx, provider));
  }

  private Optional<ProviderCheck> find(Tx tx, FleetProvider provider) {
    return store
        .find(tx, provider.org(), provider.id())
        .filter(check -> check.revision() == provider.revision());
  }

  /// Whether a fleet may be made with a provider. Holds the provider until the caller's transaction
  /// ends, so that its credentials cannot change in between.
  public Gate gate(Tx tx, OrgId org, String identifier) {
    return providers
        .lock(tx, org, identifier)
        .map(provider ->
            find(tx, provider)
                .map(check -> judged(provider, check.findings().result()))
                .orElseGet(
                    () -> closed(provider, "has not been checked since its configuration changed")))
        .orElseGet(Gate.Absent::new);
  }

  private static Gate judged(FleetProvider provider, Result result) {
    return switch (result) {
      case OK -> new Gate.Open(provider);
      case FAILED -> closed(provider, "was checked, and something is wrong with it");
      case INCONCLUSIVE, SKIPPED -> closed(provider, "was checked, and not all could be told");
    };
  }

  private static Gate closed(FleetProvider provider, String why) {
    return new Gate.Closed(
        provider,
        "The fleet provider %s %s. Validate it, and see what the checks say."
            .formatted(provider.identifier(), why));
  }

  /// Begins the checks that are due: of configurations that changed, and of all once a day.
  public void sweep() {
    int free = roomForDue.availablePermits();
    if (drivers.known().isEmpty() || free == 0) {
      return;
    }
    transactions
        .asSystem(CHECK, tx -> store.take(tx, AGAIN, free))
        .forEach(due -> {
          if (roomForDue.tryAcquire()) {
            Thread.ofVirtual().name("provider-check").start(() -> checkDue(due));
          }
        });
  }

  private void checkDue(ProviderCheckStore.Due due) {
    try {
      Checking _ = check(due.org(), due.identifier(), "system");
    } catch (RuntimeException e) {
      // only our own exceptions come this far, and none of them holds a secret
      LOG.warnf(e, "A fleet provider could not be checked; it is tried again tomorrow");
    } finally {
      roomForDue.release();
    }
  }
}
