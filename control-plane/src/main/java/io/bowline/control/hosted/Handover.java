package io.bowline.control.hosted;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.job.JobRecord;
import io.bowline.control.job.Jobs;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.control.runner.Admission;
import io.bowline.control.runner.Enrollments;
import io.bowline.control.secret.Secret;
import io.bowline.model.artifact.Digest;
import io.bowline.model.identity.Identity;
import io.bowline.model.job.JobRules;
import io.bowline.model.job.Lease;
import io.bowline.model.job.Phase;
import io.bowline.proto.codec.CredentialCodec;
import io.bowline.proto.codec.LinkRefusal;
import io.bowline.proto.handover.HandoverKey;
import io.bowline.proto.handover.Purpose;
import io.bowline.proto.handover.SealedCredential;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/// Hands a hosted runner the secret that its job names: while the job runs under the epoch that is
/// in the database, sealed to a key that was made for the call, and only a few times a job. What
/// was handed over is kept nowhere; that it was is in the audit.
@ApplicationScoped
public class Handover {
  /// More often no job gets its credential, whatever its runner went through.
  static final int MOST = 5;

  /// Refusals that the audit tells of.
  private static final Set<LinkRefusal> TOLD =
      Set.of(LinkRefusal.LEASE_OVER, LinkRefusal.CREDENTIAL_ABSENT, LinkRefusal.CREDENTIAL_SPENT);

  private final Transactions transactions;
  private final Enrollments enrollments;
  private final Jobs jobs;
  private final Iterable<CredentialSource> sources;
  private final HandoverStore store;
  private final Audit audit;

  @Inject
  public Handover(
      Transactions transactions,
      Enrollments enrollments,
      Jobs jobs,
      @Any Instance<CredentialSource> sources,
      HandoverStore store,
      Audit audit) {
    this(transactions, enrollments, jobs, (Iterable<CredentialSource>) sources, store, audit);
  }

  /// With these sources and no others.
  public Handover(
      Transactions transactions,
      Enrollments enrollments,
      Jobs jobs,
      Iterable<CredentialSource> sources,
      HandoverStore store,
      Audit audit) {
    this.transactions = transactions;
    this.enrollments = enrollments;
    this.jobs = jobs;
    this.sources = sources;
    this.store = store;
    this.audit = audit;
  }

  /// What came of a call.
  public sealed interface Answer {
    /// Here it is, for whoever made the key.
    record Handed(SealedCredential sealed) implements Answer {}

    /// No, and why.
    record Refused(LinkRefusal why, String message) implements Answer {}
  }

  /// Answers a runner that asks for the credential of one of its jobs.
  public Answer ask(Identity runner, CredentialCodec.Wish wish) {
    return transactions.inOrg(
        runner.org(),
        tx -> {
          Answer answer = judged(tx, runner, wish);
          record(tx, runner, wish, answer);
          return answer;
        });
  }

  private Answer judged(Tx tx, Identity runner, CredentialCodec.Wish wish) {
    Optional<Admission.Refused> unknown = enrollments.refusal(tx, runner);
    if (unknown.isPresent()) {
      return new Answer.Refused(unknown.get().why(), unknown.get().message());
    }
    if (runner.role() != Identity.Role.HOSTED) {
      return new Answer.Refused(
          LinkRefusal.ROLE_WRONG, "credentials are for hosted runners, and this is none");
    }
    Optional<JobRecord> job = jobs.lock(tx, runner, wish.job());
    Optional<Lease> lease = job.flatMap(known -> JobRules.leaseOf(known.phase()));
    if (lease.isEmpty()
        || lease.get().epoch() != wish.epoch()
        || !lease.get().runner().equals(runner.holder())) {
      return new Answer.Refused(
          LinkRefusal.LEASE_OVER,
          "this runner does not hold job %s under epoch %d".formatted(wish.job(), wish.epoch()));
    }
    return job.get().phase() instanceof Phase.Running
        ? ofRunning(tx, runner, job.get(), wish)
        : new Answer.Refused(
            LinkRefusal.JOB_NOT_RUNNING,
            "job %s is %s".formatted(wish.job(), Jobs.phaseName(job.get().phase())));
  }

  private Answer ofRunning(Tx tx, Identity runner, JobRecord job, CredentialCodec.Wish wish) {
    if (store.count(tx, runner, job.id()) >= MOST) {
      return new Answer.Refused(
          LinkRefusal.CREDENTIAL_SPENT,
          "job %s was handed its credential %d times".formatted(job.id(), MOST));
    }
    Optional<Secret> secret =
        StreamSupport.stream(sources.spliterator(), false)
            .flatMap(source -> source.secretOf(tx, job).stream())
            .findFirst();
    if (secret.isEmpty()) {
      return new Answer.Refused(
          LinkRefusal.CREDENTIAL_ABSENT,
          "what job %s names has no credential, or is not what it was".formatted(job.id()));
    }
    byte[] key = wish.publicKey().toArray();
    SealedCredential sealed;
    byte[] opened = secret.get().reveal();
    try {
      sealed = HandoverKey.seal(key, new Purpose(runner.org(), job.id(), wish.epoch()), opened);
    } catch (IllegalArgumentException e) {
      return new Answer.Refused(LinkRefusal.REQUEST_MALFORMED, String.valueOf(e.getMessage()));
    } finally {
      Arrays.fill(opened, (byte) 0);
    }
    return store.note(tx, runner, job.id(), wish.epoch(), Digest.of(key).toString())
        ? new Answer.Handed(sealed)
        : new Answer.Refused(
            LinkRefusal.REQUEST_MALFORMED, "this key had an answer; make one for each call");
  }

  /// Last in the transaction. Who has no business here is refused at the door and leaves no line,
  /// or anybody could fill the audit; so does a runner that is only too early.
  private void record(Tx tx, Identity runner, CredentialCodec.Wish wish, Answer answer) {
    switch (answer) {
      case Answer.Handed _ -> record(tx, runner, wish, "credential.handed-out", "");
      case Answer.Refused(LinkRefusal why, _)
          when runner.role() == Identity.Role.HOSTED && TOLD.contains(why) ->
          record(tx, runner, wish, "credential.refused", ",\"why\":\"" + why.word() + "\"");
      case Answer.Refused _ -> {}
    }
  }

  private void record(
      Tx tx, Identity runner, CredentialCodec.Wish wish, String action, String more) {
    String detail = "{\"epoch\":%d%s}".formatted(wish.epoch(), more);
    audit.record(
        tx,
        runner.org(),
        new AuditEntry("hosted-runner/" + runner.holder(), action, "job/" + wish.job(), detail));
  }
}
