package io.bowline.control.runner;

import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.RunnerId;
import io.bowline.model.identity.Identity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/// The runners of an organization, for people: seen and revoked.
@ApplicationScoped
public class Runners {
  // an install has one at a time, and those before it
  private static final int MOST = 1000;

  private final Transactions transactions;
  private final RunnerStore store;
  private final Enrollments enrollments;
  private final RunnerAudit audit;

  public Runners(
      Transactions transactions, RunnerStore store, Enrollments enrollments, RunnerAudit audit) {
    this.transactions = transactions;
    this.store = store;
    this.enrollments = enrollments;
    this.audit = audit;
  }

  public Optional<RunnerRecord> find(OrgId org, RunnerId id) {
    return transactions.inOrg(org, tx -> store.find(tx, org, id));
  }

  /// Newest first.
  public List<RunnerRecord> list(OrgId org, InstallId install, int limit) {
    return transactions.inOrg(org, tx -> store.list(tx, org, install, limit));
  }

  /// Takes a runner's certificates back; its live stream is cut within seconds.
  ///
  /// @return the runner as it is now; empty when there is none
  public Optional<RunnerRecord> revoke(OrgId org, RunnerId id, String because, String by) {
    return revoke(org, id, Identity.Role.RUNNER, new Why(because, by));
  }

  /// The same of a hosted runner, which only the vendor's staff takes back.
  public Optional<RunnerRecord> revokeHosted(OrgId org, RunnerId id, String because, String by) {
    return revoke(org, id, Identity.Role.HOSTED, new Why(because, by));
  }

  /// The same of every runner of an install, in the caller's transaction.
  public void revokeAllOf(Tx tx, OrgId org, InstallId install, String because, String by) {
    store.list(tx, org, install, MOST).stream()
        .filter(known -> known.revoked().isEmpty())
        .flatMap(known -> store.lock(tx, org, known.id()).stream())
        .forEach(known -> revoke(tx, known, new Why(because, by)));
  }

  private record Why(String because, String by) {}

  private Optional<RunnerRecord> revoke(OrgId org, RunnerId id, Identity.Role role, Why why) {
    return transactions.inOrg(
        org,
        tx -> {
          Optional<RunnerRecord> runner =
              store.lock(tx, org, id).filter(known -> known.role() == role);
          runner
              .filter(known -> known.revoked().isEmpty())
              .ifPresent(known -> revoke(tx, known, why));
          return runner.flatMap(_ -> store.find(tx, org, id));
        });
  }

  private void revoke(Tx tx, RunnerRecord known, Why why) {
    enrollments.revoke(tx, known, why.because());
    audit.record(
        tx,
        new RunnerAudit.Entry(
            known.org(),
            known.install(),
            "runner.revoke",
            why.by(),
            known.id() + ": " + why.because()));
  }

  /// Whether a certificate of ours still counts: its holder is a runner of that install, and nobody
  /// took its certificates back.
  public boolean admitted(Identity identity) {
    return Optional.of(identity)
        .filter(who -> who.role() == Identity.Role.RUNNER)
        .flatMap(who -> find(who.org(), who.holder()))
        .filter(runner -> runner.install().equals(identity.install()))
        .filter(runner -> runner.revoked().isEmpty())
        .isPresent();
  }

  public RecoveryPolicy recoveryPolicy(OrgId org) {
    return transactions
        .inOrg(org, tx -> store.recoveryPolicy(tx, org))
        .orElse(RecoveryPolicy.STANDARD);
  }

  public void recoveryPolicy(OrgId org, RecoveryPolicy policy) {
    transactions.runInOrg(org, tx -> store.recoveryPolicy(tx, org, policy));
  }
}
