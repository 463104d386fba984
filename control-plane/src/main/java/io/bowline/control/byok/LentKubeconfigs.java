package io.bowline.control.byok;

import io.bowline.cloud.kubeconfig.ClusterAccess;
import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.FleetStatus;
import io.bowline.control.fleet.Fleets;
import io.bowline.control.fleet.form.InfraType;
import io.bowline.control.platform.Swept;
import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Secret;
import io.bowline.model.id.OrgId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/// Kubeconfigs that customers lend: kept sealed for one use, destroyed when the fleet's runner has
/// enrolled, when the fleet goes, when somebody takes it back, and at the latest at its end. Nobody
/// gets one to see.
@ApplicationScoped
public class LentKubeconfigs implements Swept {
  private static final Logger LOG = Logger.getLogger(LentKubeconfigs.class);
  private static final SystemTask WATCH = new SystemTask("kubeconfig-watch");
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final int LONGEST_NAMESPACE = 63;
  private static final int AT_ONCE = 100;

  private final Transactions transactions;
  private final Fleets fleets;
  private final LentStore store;
  private final LentLedger ledger;
  private final ByokFleets byok;
  private final Duration keptFor;

  LentKubeconfigs(
      Transactions transactions,
      Fleets fleets,
      LentStore store,
      LentLedger ledger,
      ByokFleets byok,
      KubeconfigSettings settings) {
    this.transactions = transactions;
    this.fleets = fleets;
    this.store = store;
    this.ledger = ledger;
    this.byok = byok;
    this.keptFor = settings.keptFor();
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
    return ledger.open(tx, before).filter(Secret.of(access.reveal())::equals).isPresent();
  }

  private Lending lent(Tx tx, Fleet fleet, ClusterAccess access, String by) {
    Optional<String> hindrance = hindrance(fleet);
    if (hindrance.isPresent()) {
      return new Lending.Hindered(hindrance.get());
    }
    Optional<LentKubeconfig> before = store.find(tx, fleet.org(), fleet.id());
    boolean _ = ledger.destroy(tx, fleet, "another one was uploaded", by);
    Instant end = tx.now().plus(keptFor).truncatedTo(ChronoUnit.SECONDS);
    var kubeconfig =
        new LentKubeconfig(
            fleet.org(),
            fleet.id(),
            before.map(LentKubeconfig::revision).orElse(0L) + 1,
            access.context(),
            access.server().toString(),
            // where a runner is, it is looked for again
            before
                .filter(_ -> fleet.install().isPresent())
                .map(LentKubeconfig::namespace)
                .orElseGet(() -> namespace(fleet, access)),
            by,
            tx.now(),
            access.credential().expires().filter(end::isAfter).orElse(end),
            Optional.empty(),
            List.of(),
            Optional.empty());
    ledger.keep(tx, fleet, kubeconfig, Secret.of(access.reveal()));
    byok.begin(tx, fleet, by);
    return new Lending.Lent(
        store.find(tx, fleet.org(), fleet.id()).orElseThrow(),
        fleets.find(tx, fleet.org(), fleet.id()).orElseThrow());
  }

  /// The context's own, unless it is the cluster's; else one for this fleet.
  private static String namespace(Fleet fleet, ClusterAccess access) {
    return access
        .namespace()
        .filter(name -> NAMESPACE.matcher(name).matches())
        .filter(name -> !name.equals("default") && !name.startsWith("kube-"))
        .orElseGet(() -> {
          String own = "bowline-" + fleet.identifier();
          return own.length() <= LONGEST_NAMESPACE ? own : "bowline-" + fleet.id();
        });
  }

  private static Optional<String> hindrance(Fleet fleet) {
    if (fleet.infra() != InfraType.BYOK) {
      return Optional.of(
          "The fleet %s is of the type %s: only a byok fleet takes a kubeconfig."
              .formatted(fleet.identifier(), fleet.infra().text()));
    }
    return switch (fleet.status()) {
      case PENDING, ERROR, UNHEALTHY, DELETE_FAILED -> Optional.empty();
      case PROVISIONING ->
          Optional.of(
              "The fleet %s is Provisioning: its kubeconfig is in use. To lend another one, take that one back first (DELETE …/kubeconfig/)."
                  .formatted(fleet.identifier()));
      case HEALTHY, DELETING ->
          Optional.of(
              "The fleet %s is %s and needs no kubeconfig: one is taken before a fleet is made, or to repair what is Error, Unhealthy or DeleteFailed."
                  .formatted(fleet.identifier(), fleet.status().word()));
    };
  }

  /// Destroys the one that is here because somebody wants it back.
  ///
  /// @return false when there is none
  public boolean takeBack(OrgId org, String identifier, String by) {
    return fleets.held(
        org,
        tx -> fleets.find(tx, org, identifier),
        (tx, found) ->
            found
                .filter(fleet -> ledger.destroy(tx, fleet, "it was taken back", by))
                .map(fleet -> {
                  byok.stop(tx, fleet, "the kubeconfig was taken back");
                  return true;
                })
                .orElse(false));
  }

  /// Destroys those that are past their end, and waits no longer for runners that did not enroll.
  @Override
  public void sweep() {
    each(transactions.asSystem(WATCH, tx -> store.expired(tx, AT_ONCE)), this::expire);
    each(transactions.asSystem(WATCH, tx -> store.unenrolled(tx, AT_ONCE)), this::unenrolled);
  }

  private void each(List<LentStore.Due> all, Consumer<LentStore.Due> work) {
    for (LentStore.Due due : all) {
      try {
        work.accept(due);
      } catch (RuntimeException e) {
        LOG.warnf(e, "A kubeconfig whose time has come could not be seen to; it is tried again");
      }
    }
  }

  private void expire(LentStore.Due due) {
    boolean _ =
        fleets.held(
            due.org(),
            tx -> fleets.find(tx, due.org(), due.fleet()),
            (tx, found) -> found.filter(fleet -> expired(tx, fleet)).isPresent());
  }

  /// Another one may have been uploaded meanwhile.
  private boolean expired(Tx tx, Fleet fleet) {
    boolean late =
        store
            .find(tx, fleet.org(), fleet.id())
            .filter(lent -> !lent.expiresAt().isAfter(tx.now()))
            .isPresent();
    boolean destroyed =
        late && ledger.destroy(tx, fleet, "it was not used in time", "system:" + WATCH.name());
    if (destroyed) {
      byok.stop(tx, fleet, "the kubeconfig was not used in time");
    }
    return destroyed;
  }

  private void unenrolled(LentStore.Due due) {
    transactions.runInOrg(due.org(), tx -> unenrolled(tx, due));
  }

  private void unenrolled(Tx tx, LentStore.Due due) {
    store.enrollWithin(tx, due.org(), due.fleet(), Optional.empty());
    fleets
        .lock(tx, due.org(), due.fleet())
        .filter(fleet -> fleet.status() == FleetStatus.PROVISIONING)
        .ifPresent(fleet ->
            byok.say(
                tx,
                fleet,
                FleetStatus.ERROR,
                "The runner was put into the cluster and did not enroll within an hour. Its log there says in one line what is in the way. Retry."));
  }
}
