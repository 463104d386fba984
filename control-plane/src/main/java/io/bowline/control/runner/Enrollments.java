package io.bowline.control.runner;

import io.bowline.control.platform.Ids;
import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.control.runner.AccountWitness.Testimony;
import io.bowline.control.runner.AccountWitness.Testimony.Against;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.RunnerId;
import io.bowline.model.identity.Identity;
import io.bowline.proto.codec.Enrollment;
import io.bowline.proto.codec.LinkRefusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Lets runners in: by a one-time token, by the certificate they have, or by their long-lived key.
@ApplicationScoped
public class Enrollments {
  private static final SystemTask ADMISSION = new SystemTask("runner-admission");
  private static final Duration LONGEST_LIFE = Duration.ofHours(24);
  private static final int OTHERS = 100;

  private final Transactions transactions;
  private final Ids ids;
  private final RunnerStore store;
  private final Issuer issuer;
  private final RunnerLedger ledger;
  private final AccountWitness witness;
  private final Duration life;
  private final int trustRootVersion;

  public Enrollments(
      Transactions transactions,
      Ids ids,
      RunnerStore store,
      Issuer issuer,
      RunnerLedger ledger,
      AccountWitness witness,
      RunnerSettings settings) {
    this.witness = witness;
    this.transactions = transactions;
    this.ids = ids;
    this.store = store;
    this.issuer = issuer;
    this.ledger = ledger;
    this.trustRootVersion = settings.trustRootVersion();
    Duration wanted = settings.certificateLife();
    this.life = wanted.compareTo(LONGEST_LIFE) > 0 ? LONGEST_LIFE : wanted;
  }

  /// Which release trust root runners should have; 0 when nothing is said about it.
  public int trustRootVersion() {
    return trustRootVersion;
  }

  /// A token buys the first certificate, once.
  public Admission enroll(Enrollment.Enroll call) {
    Optional<RunnerKey> runnerKey = RunnerKey.of(call.runnerKey());
    if (runnerKey.isEmpty()) {
      return new Admission.Refused(
          LinkRefusal.REQUEST_MALFORMED, "the runner key is not an EC P-256 public key");
    }
    byte[] proven = Enrollment.enrollProof(call.token(), call.csr());
    if (!runnerKey.get().signed(proven, call.proof())) {
      return new Admission.Refused(
          LinkRefusal.PROOF_WRONG, "the proof is not a signature by the runner key");
    }
    PublicKey requested;
    try {
      requested = issuer.requested(call.csr().toArray());
    } catch (IllegalArgumentException e) {
      return malformed(e);
    }
    String hash = EnrollmentTokens.hash(call.token());
    Optional<OrgId> org = transactions.asSystem(ADMISSION, tx -> store.orgOfToken(tx, hash));
    return org.map(
            of -> {
              Testimony heard = heard(of, hash, call);
              var keys = new Keys(runnerKey.get(), requested);
              return transactions.inOrg(of, tx -> spend(tx, of, hash, call, keys, heard));
            })
        .orElseGet(
            () -> new Admission.Refused(LinkRefusal.TOKEN_UNKNOWN, "no such enrollment token"));
  }

  /// What the runner's cloud says about it, where its token is good: nobody else has us ask
  /// anybody.
  private Testimony heard(OrgId org, String hash, Enrollment.Enroll call) {
    Optional<EnrollmentToken> good =
        transactions.inOrg(
            org,
            tx ->
                store
                    .lockToken(tx, org, hash)
                    .filter(token -> TokenRules.judge(token, call, tx.now()).isEmpty()));
    return good.map(token -> witness.hear(token, call))
        .orElseGet(() -> new Testimony.Heard(Optional.empty(), ""));
  }

  private record Keys(RunnerKey runner, PublicKey requested) {}

  private Admission spend(
      Tx tx, OrgId org, String hash, Enrollment.Enroll call, Keys keys, Testimony testimony) {
    Optional<EnrollmentToken> found = store.lockToken(tx, org, hash);
    if (found.isEmpty()) {
      return new Admission.Refused(LinkRefusal.TOKEN_UNKNOWN, "no such enrollment token");
    }
    EnrollmentToken token = found.get();
    Optional<Against> against =
        TokenRules.judge(token, call, tx.now())
            .map(no -> new Against(no.why(), no.message(), no.why() == LinkRefusal.TOKEN_FOREIGN))
            .or(() ->
                Optional.of(testimony).filter(Against.class::isInstance).map(Against.class::cast));
    if (against.isPresent()) {
      return refused(tx, token, against.get());
    }
    var runner = new RunnerId(ids.get());
    Identity.Role role = store.roleAt(tx, org, token.install());
    replaceOthers(tx, token, runner);
    var identity = new Identity(issuer.trustDomain(), org, token.install(), role, runner);
    X509Certificate certificate = issuer.certify(keys.requested(), identity, life);
    var record =
        new RunnerRecord(
            org,
            runner,
            token.install(),
            role,
            call.version(),
            tx.now(),
            certificate.getNotAfter().toInstant(),
            0,
            0,
            Optional.empty());
    store.insert(tx, record, keys.runner().digest(), keys.runner().encoded());
    store.useToken(tx, org, token.id(), runner);
    ledger.record(
        tx,
        new RunnerAudit.Entry(
            org,
            token.install(),
            "runner.enroll",
            "enrollment-token/" + token.id(),
            "runner/" + runner + remark(testimony)));
    if (testimony instanceof Testimony.Heard heard) {
      witness.keep(tx, token, heard);
    }
    ledger.enrolled(tx, record);
    return new Admission.Certified(identity, certificate);
  }

  private static String remark(Testimony testimony) {
    return testimony instanceof Testimony.Heard(_, String remark) && !remark.isEmpty()
        ? "; " + remark
        : "";
  }

  private Admission.Refused refused(Tx tx, EnrollmentToken token, Against against) {
    var refused = new Admission.Refused(against.why(), against.message());
    ledger.record(
        tx,
        new RunnerAudit.Entry(
            token.org(),
            token.install(),
            "runner.enroll-refused",
            "enrollment-token/" + token.id(),
            refused.why().word() + ": " + refused.message()));
    if (against.voids()) {
      // it is in hands, or in a place, where it should not be: the next try gets another
      store.voidToken(tx, token.org(), token.id(), refused.message());
      ledger.turnedAway(tx, token, refused);
    } else {
      ledger.keptOut(tx, token, refused);
    }
    return refused;
  }

  /// An install has one runner: a new one takes the place of what was there.
  private void replaceOthers(Tx tx, EnrollmentToken token, RunnerId by) {
    for (RunnerRecord other : store.list(tx, token.org(), token.install(), OTHERS)) {
      if (other.revoked().isEmpty()) {
        revoke(tx, other, "replaced by runner " + by);
        ledger.record(
            tx,
            new RunnerAudit.Entry(
                token.org(),
                token.install(),
                "runner.replace",
                "enrollment-token/" + token.id(),
                "runner/" + other.id() + " by runner/" + by));
      }
    }
  }

  /// The next certificate, for a runner that came with a valid one.
  public Admission renew(Identity identity, Enrollment.Renew call) {
    PublicKey requested;
    try {
      requested = issuer.requested(call.csr().toArray());
    } catch (IllegalArgumentException e) {
      return malformed(e);
    }
    return transactions.inOrg(
        identity.org(),
        tx -> {
          Optional<RunnerRecord> runner = store.lock(tx, identity.org(), identity.holder());
          Optional<Admission.Refused> refused = judge(runner, identity);
          if (refused.isPresent()) {
            return refused.get();
          }
          X509Certificate certificate = issuer.certify(requested, identity, life);
          store.certified(
              tx, identity.org(), identity.holder(), certificate.getNotAfter().toInstant());
          return new Admission.Certified(identity, certificate);
        });
  }

  /// A certificate for a runner that was away for longer than its last one lived.
  public Admission recover(Enrollment.Recover call) {
    Optional<RunnerKey> key = RunnerKey.of(call.runnerKey());
    byte[] proven = Enrollment.recoverProof(call.generation(), call.csr());
    if (key.isEmpty() || !key.get().signed(proven, call.proof())) {
      return new Admission.Refused(
          LinkRefusal.PROOF_WRONG, "the proof is not a signature by the runner key");
    }
    PublicKey requested;
    try {
      requested = issuer.requested(call.csr().toArray());
    } catch (IllegalArgumentException e) {
      return malformed(e);
    }
    return transactions
        .asSystem(ADMISSION, tx -> store.byKey(tx, key.get().digest()))
        .map(place -> transactions.inOrg(place.org(), tx -> recover(tx, place, call, requested)))
        .orElseGet(
            () -> new Admission.Refused(LinkRefusal.RUNNER_UNKNOWN, "no runner with this key"));
  }

  private Admission recover(
      Tx tx, RunnerStore.Place place, Enrollment.Recover call, PublicKey requested) {
    RunnerRecord runner = store.lock(tx, place.org(), place.runner()).orElseThrow();
    RecoveryPolicy policy = store.recoveryPolicy(tx, place.org()).orElse(RecoveryPolicy.STANDARD);
    Instant now = tx.now();
    Optional<Admission.Refused> refused =
        RecoveryRules.judge(runner, policy, call.generation(), now);
    if (refused.isPresent()) {
      ledger.record(
          tx,
          new RunnerAudit.Entry(
              runner.org(),
              runner.install(),
              "runner.recover-refused",
              "runner/" + runner.id(),
              refused.get().why().word() + ": " + refused.get().message()));
      return refused.get();
    }
    var identity =
        new Identity(
            issuer.trustDomain(), runner.org(), runner.install(), runner.role(), runner.id());
    X509Certificate certificate = issuer.certify(requested, identity, life);
    store.recovered(
        tx, runner.org(), runner.id(), call.generation(), certificate.getNotAfter().toInstant());
    ledger.record(
        tx,
        new RunnerAudit.Entry(
            runner.org(),
            runner.install(),
            "runner.recover",
            "runner/" + runner.id(),
            "recovery number " + (runner.recoveries() + 1)));
    return new Admission.Certified(identity, certificate);
  }

  /// Whether a runner with a certificate of ours may come in.
  public Admission come(Identity identity, Instant certificateUntil) {
    Optional<RunnerRecord> runner =
        transactions.inOrg(identity.org(), tx -> store.find(tx, identity.org(), identity.holder()));
    Optional<Admission.Refused> refused = judge(runner, identity);
    return refused.isPresent() ? refused.get() : new Admission.Welcome(identity, certificateUntil);
  }

  /// Why a runner with a certificate of ours may not come in, if it may not. It cannot be revoked
  /// before the caller's transaction ends.
  public Optional<Admission.Refused> refusal(Tx tx, Identity identity) {
    return judge(store.lock(tx, identity.org(), identity.holder()), identity);
  }

  private static Optional<Admission.Refused> judge(
      Optional<RunnerRecord> runner, Identity identity) {
    boolean own =
        runner.isPresent()
            && runner.get().role() == identity.role()
            && runner.get().install().equals(identity.install());
    if (!own) {
      return Optional.of(
          new Admission.Refused(
              LinkRefusal.RUNNER_UNKNOWN, "no runner " + identity.holder() + " of this install"));
    }
    return runner
        .flatMap(RunnerRecord::revoked)
        .map(revoked ->
            new Admission.Refused(
                LinkRefusal.CERTIFICATE_REVOKED,
                "runner %s was revoked at %s: %s"
                    .formatted(identity.holder(), revoked.at(), revoked.because())));
  }

  void revoke(Tx tx, RunnerRecord runner, String because) {
    store.revoke(tx, runner.org(), runner.id(), because);
    ledger.revoked(tx, runner);
  }

  private static Admission.Refused malformed(IllegalArgumentException why) {
    return new Admission.Refused(
        LinkRefusal.REQUEST_MALFORMED, "the signing request: " + why.getMessage());
  }
}
