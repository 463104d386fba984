package io.bowline.control.byok;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.cloud.kubeconfig.ClusterAccess;
import io.bowline.cloud.kubeconfig.Kubeconfig;
import io.bowline.cloud.kubeconfig.KubeconfigReading;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.FleetStatus;
import io.bowline.control.fleet.Fleets;
import io.bowline.control.fleet.form.InfraType;
import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Sealed;
import io.bowline.control.secret.Secret;
import io.bowline.control.secret.Vault;
import io.bowline.model.id.OrgId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Kubeconfigs that customers lend: kept sealed for one use, destroyed when the fleet's runner has
/// enrolled, when the fleet goes, when somebody takes it back, and at the latest at its end. Nobody
/// gets one to see.
@ApplicationScoped
public class LentKubeconfigs {
  private static final Logger LOG = Logger.getLogger(LentKubeconfigs.class);
  private static final SystemTask WATCH = new SystemTask("kubeconfig-watch");
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int AT_ONCE = 100;

  private final Transactions transactions;
  private final InstantSource clock;
  private final Fleets fleets;
  private final LentStore store;
  private final Vault vault;
  private final Audit audit;
  private final Duration keptFor;

  public LentKubeconfigs(
      Transactions transactions,
      InstantSource clock,
      Fleets fleets,
      LentStore store,
      Vault vault,
      Audit audit,
      KubeconfigSettings settings) {
    this.transactions = transactions;
    this.clock = clock;
    this.fleets = fleets;
    this.store = store;
    this.vault = vault;
    this.audit = audit;
    this.keptFor = settings.keptFor();
  }

  /// Reads one context of a file; nothing in it is run, opened or looked up.
  public KubeconfigReading read(byte[] file, Optional<String> context) {
    return Kubeconfig.read(file, context, clock.instant());
  }

  /// What is known of the one that was lent for a fleet last.
  public Optional<LentKubeconfig> find(Fleet fleet) {
    return transactions.inOrg(fleet.org(), tx -> store.find(tx, fleet.org(), fleet.id()));
  }

  /// Takes one for a fleet that waits for it, or that has to be repaired. It takes the place of one
  /// that is still here.
  public Lending lend(OrgId org, String identifier, ClusterAccess access, String by) {
    return transactions.inOrg(
        org,
        tx ->
            fleets
                .lock(tx, org, identifier)
                .map(fleet -> lent(tx, fleet, access, by))
                .orElseGet(Lending.Absent::new));
  }

  /// The one that came with the wish for a fleet, in the caller's transaction. The same wish again,
  /// as by a second click, changes nothing.
  public Lending lendAtFirst(Tx tx, Fleet asked, ClusterAccess access, String by) {
    Fleet fleet = fleets.lock(tx, asked.org(), asked.id()).orElseThrow();
    Optional<LentKubeconfig> before = store.find(tx, fleet.org(), fleet.id());
    if (before.isEmpty()) {
      return lent(tx, fleet, access, by);
    }
    if (before.get().here() && !isSame(tx, before.get(), access)) {
      return new Lending.Hindered(
          "The fleet %s is there, and has another kubeconfig. Upload this one at the fleet's address to put it in its place."
              .formatted(fleet.identifier()));
    }
    return new Lending.Lent(before.get(), fleet);
  }

  private boolean isSame(Tx tx, LentKubeconfig before, ClusterAccess access) {
    return open(tx, before).filter(Secret.of(access.reveal())::equals).isPresent();
  }

  private Lending lent(Tx tx, Fleet fleet, ClusterAccess access, String by) {
    Optional<String> hindrance = hindrance(fleet);
    if (hindrance.isPresent()) {
      return new Lending.Hindered(hindrance.get());
    }
    Optional<LentKubeconfig> before = store.find(tx, fleet.org(), fleet.id());
    destroy(tx, fleet, "another one was uploaded", by);
    Instant end = tx.now().plus(keptFor).truncatedTo(ChronoUnit.SECONDS);
    var kubeconfig =
        new LentKubeconfig(
            fleet.org(),
            fleet.id(),
            before.map(LentKubeconfig::revision).orElse(0L) + 1,
            access.context(),
            access.server().toString(),
            by,
            tx.now(),
            access.credential().expires().filter(end::isAfter).orElse(end),
            Optional.empty());
    store.put(tx, kubeconfig, seal(tx, kubeconfig, access));
    record(
        tx,
        fleet,
        by,
        "kubeconfig.lent",
        "context: %s, server: %s, kept until %s"
            .formatted(kubeconfig.context(), kubeconfig.server(), kubeconfig.expiresAt()));
    if (fleet.status() == FleetStatus.PENDING) {
      fleets.move(
          tx,
          fleet,
          FleetStatus.PENDING,
          "has its kubeconfig, which is kept until %s; what puts a runner there with it is not built yet"
              .formatted(kubeconfig.expiresAt()));
    }
    return new Lending.Lent(
        store.find(tx, fleet.org(), fleet.id()).orElseThrow(),
        fleets.find(tx, fleet.org(), fleet.id()).orElseThrow());
  }

  private static Optional<String> hindrance(Fleet fleet) {
    if (fleet.infra() != InfraType.BYOK) {
      return Optional.of(
          "The fleet %s is of the type %s: only a byok fleet takes a kubeconfig."
              .formatted(fleet.identifier(), fleet.infra().text()));
    }
    return switch (fleet.status()) {
      case PENDING, ERROR, UNHEALTHY, DELETE_FAILED -> Optional.empty();
      case PROVISIONING, HEALTHY, DELETING ->
          Optional.of(
              "The fleet %s is %s and needs no kubeconfig: one is taken before a fleet is made, or to repair what is Error, Unhealthy or DeleteFailed."
                  .formatted(fleet.identifier(), fleet.status().word()));
    };
  }

  /// Destroys the one that is here because somebody wants it back.
  ///
  /// @return false when there is none
  public boolean takeBack(OrgId org, String identifier, String by) {
    return transactions.inOrg(
        org,
        tx ->
            fleets
                .lock(tx, org, identifier)
                .filter(fleet -> destroy(tx, fleet, "it was taken back", by))
                .map(fleet -> {
                  if (fleet.status() == FleetStatus.PENDING) {
                    fleets.move(
                        tx, fleet, FleetStatus.PENDING, "waits for the kubeconfig of its cluster");
                  }
                  return true;
                })
                .orElse(false));
  }

  /// Destroys the one that is here, in the caller's transaction.
  ///
  /// @return false when there is none
  boolean destroy(Tx tx, Fleet fleet, String why, String by) {
    boolean was = store.destroy(tx, fleet.org(), fleet.id(), why);
    if (was) {
      record(tx, fleet, by, "kubeconfig.destroyed", why);
    }
    return was;
  }

  /// Destroys those that are past their end.
  public void sweep() {
    transactions
        .asSystem(WATCH, tx -> store.expired(tx, AT_ONCE))
        .forEach(due -> {
          try {
            transactions.runInOrg(due.org(), tx -> expire(tx, due));
          } catch (RuntimeException e) {
            LOG.warnf(e, "A kubeconfig that is over could not be destroyed; it is tried again");
          }
        });
  }

  private void expire(Tx tx, LentStore.Due due) {
    fleets
        .lock(tx, due.org(), due.fleet())
        .filter(fleet ->
            // another one may have been uploaded meanwhile
            store
                .find(tx, due.org(), due.fleet())
                .filter(lent -> !lent.expiresAt().isAfter(tx.now()))
                .isPresent())
        .filter(fleet -> destroy(tx, fleet, "it was not used in time", "system:" + WATCH.name()))
        .filter(fleet -> fleet.status() == FleetStatus.PENDING)
        .ifPresent(fleet ->
            fleets.move(
                tx,
                fleet,
                FleetStatus.PENDING,
                "waits for the kubeconfig of its cluster; the one before was destroyed unused"));
  }

  /// The rebuilt kubeconfig, for the one place that uses it; empty once it is destroyed.
  Optional<Secret> open(Tx tx, LentKubeconfig kubeconfig) {
    return store
        .sealed(tx, kubeconfig.org(), kubeconfig.fleet())
        .map(sealed -> vault.open(tx, kubeconfig.org(), context(kubeconfig), sealed));
  }

  private Sealed seal(Tx tx, LentKubeconfig kubeconfig, ClusterAccess access) {
    return vault.seal(tx, kubeconfig.org(), context(kubeconfig), Secret.of(access.reveal()));
  }

  private static String context(LentKubeconfig kubeconfig) {
    return "fleet/%s/kubeconfig/%d".formatted(kubeconfig.fleet(), kubeconfig.revision());
  }

  private void record(Tx tx, Fleet fleet, String by, String action, String note) {
    String detail =
        JSON.createObjectNode()
            .put("identifier", fleet.identifier())
            .put(
                "revision",
                store.find(tx, fleet.org(), fleet.id()).map(LentKubeconfig::revision).orElse(0L))
            .put("note", note)
            .toString();
    audit.record(tx, fleet.org(), new AuditEntry(by, action, fleet.id().toString(), detail));
  }
}
