package io.bowline.control.hosted;

import io.bowline.control.install.Installs;
import io.bowline.control.job.JobRecord;
import io.bowline.control.job.Jobs;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.control.runner.EnrollmentTokens;
import io.bowline.control.runner.IssuedToken;
import io.bowline.control.runner.NewToken;
import io.bowline.control.runner.RunnerRecord;
import io.bowline.control.runner.RunnerSession;
import io.bowline.control.runner.Runners;
import io.bowline.control.runner.Sessions;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.RunnerId;
import io.bowline.model.job.Phase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The hosted runner of each organization: the vendor's own, and the only process that calls a
/// customer's cloud or cluster from outside (invariant 2).
@ApplicationScoped
public class HostedRunners {
  private static final int MOST = 100;

  private final Transactions transactions;
  private final Installs installs;
  private final EnrollmentTokens tokens;
  private final Runners runners;
  private final Sessions sessions;
  private final Jobs jobs;

  public HostedRunners(
      Transactions transactions,
      Installs installs,
      EnrollmentTokens tokens,
      Runners runners,
      Sessions sessions,
      Jobs jobs) {
    this.transactions = transactions;
    this.installs = installs;
    this.tokens = tokens;
    this.runners = runners;
    this.sessions = sessions;
    this.jobs = jobs;
  }

  /// One of them, and its newest stream.
  ///
  /// @param connected whether its stream is open, and was heard lately
  public record Standing(RunnerRecord runner, Optional<RunnerSession> session, boolean connected) {}

  /// Where jobs for the hosted runner are asked for; they wait there until it is connected.
  public InstallId place(Tx tx, OrgId org) {
    return installs.madeHostedPlace(tx, org);
  }

  /// Makes the one-time token with which the hosted runner enrolls; it takes the place of the one
  /// before.
  public IssuedToken admit(Tx tx, OrgId org, String by) {
    return tokens.issue(
        tx, org, new NewToken(place(tx, org), EnrollmentTokens.LONGEST, "", "", by));
  }

  /// Those that there are and were, newest first.
  public List<Standing> list(OrgId org) {
    Instant since = transactions.inOrg(org, Tx::now).minus(Installs.SILENCE_ALLOWED);
    return at(org).stream()
        .flatMap(place -> runners.list(org, place, MOST).stream())
        .map(runner -> standing(runner, sessions.find(org, runner.id()), since))
        .toList();
  }

  private static Standing standing(
      RunnerRecord runner, Optional<RunnerSession> session, Instant since) {
    boolean open =
        session
            .filter(newest -> newest.closedAt().isEmpty() && newest.heardAt().isAfter(since))
            .isPresent();
    return new Standing(runner, session, open && runner.revoked().isEmpty());
  }

  /// How many of all organizations have enrolled and are away.
  public long away() {
    return sessions.silentHosted(Installs.SILENCE_ALLOWED);
  }

  /// Whether there is one at work now.
  public boolean connected(OrgId org) {
    return list(org).stream().anyMatch(Standing::connected);
  }

  /// Whether there is one at all, at work or not.
  public boolean there(OrgId org) {
    return list(org).stream().anyMatch(one -> one.runner().revoked().isEmpty());
  }

  /// What it was asked for, newest first.
  public List<JobRecord> jobs(OrgId org, Optional<JobId> before, int limit) {
    return at(org).map(place -> jobs.list(org, place, before, limit)).orElseGet(List::of);
  }

  /// Takes its certificates back; its stream is cut within seconds, and it gets no credential from
  /// now on.
  ///
  /// @return empty when there is no such hosted runner
  public Optional<RunnerRecord> revoke(OrgId org, RunnerId id, String because, String by) {
    return runners.revokeHosted(org, id, because, by);
  }

  private Optional<InstallId> at(OrgId org) {
    return transactions.inOrg(org, tx -> installs.hostedPlace(tx, org));
  }

  /// Why a job of a hosted runner did not do what it was asked for, in a sentence for people.
  public static String whyNot(JobRecord job) {
    return switch (job.phase()) {
      case Phase.Failed failed -> failed.failure().message();
      case Phase.Cancelled(var _, String reason) ->
          "Job %s was stopped: %s".formatted(job.id(), reason);
      case Phase.Expired _ ->
          "No hosted runner took job %s within a day. The vendor runs it; retry."
              .formatted(job.id());
      case Phase.Succeeded _ -> "Job %s told nothing. Retry.".formatted(job.id());
      case Phase other -> "Job %s is %s.".formatted(job.id(), Jobs.phaseName(other));
    };
  }
}
