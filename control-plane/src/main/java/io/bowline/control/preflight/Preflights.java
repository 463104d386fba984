package io.bowline.control.preflight;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.install.InstallEvent;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.InstallStatus;
import io.bowline.control.install.Installs;
import io.bowline.control.job.JobRecord;
import io.bowline.control.job.Jobs;
import io.bowline.control.job.Origin;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Phase;
import io.bowline.model.preflight.Seen;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Looks around installs, by their runners. An install that runs nothing yet waits for what comes
/// of it; one that does goes on meanwhile.
@ApplicationScoped
public class Preflights {
  /// As runners say that they can look.
  static final String KIND = "preflight";

  private static final int RECENT = 100;

  private final Jobs jobs;
  private final Installs installs;
  private final PreflightStore store;
  private final Audit audit;

  public Preflights(Jobs jobs, Installs installs, PreflightStore store, Audit audit) {
    this.jobs = jobs;
    this.installs = installs;
    this.store = store;
    this.audit = audit;
  }

  /// Asks the install's runner, in the caller's transaction.
  ///
  /// @return the job that looks; the one that is under way, where there is one
  public JobId ask(Tx tx, InstallRecord install, Origin origin) {
    // whoever else asks waits here, and finds this look
    var _ = installs.lock(tx, install.org(), install.id());
    Optional<JobId> underWay = underWay(tx, install.org(), install.id());
    if (underWay.isPresent()) {
      return underWay.get();
    }
    var spec =
        new JobSpec.Preflight(install.name(), install.cloud(), install.account(), install.region());
    JobId job = jobs.ask(tx, install.org(), install.id(), spec, origin);
    if (install.release().isEmpty()) {
      move(tx, install, InstallEvent.PREFLIGHT_BEGUN, "its runner looks around: job " + job);
    }
    return job;
  }

  /// The look that is asked for and neither over nor being stopped.
  public Optional<JobId> underWay(Tx tx, OrgId org, InstallId install) {
    return jobs.open(tx, org, install, KIND)
        ? jobs.list(tx, org, install, RECENT).stream()
            .filter(job -> job.spec() instanceof JobSpec.Preflight)
            .filter(job ->
                !(job.phase() instanceof Phase.Terminal || job.phase() instanceof Phase.Cancelling))
            .map(JobRecord::id)
            .findFirst()
        : Optional.empty();
  }

  /// What was seen last; empty when nobody has looked yet.
  public Optional<KeptPreflight> newest(Tx tx, OrgId org, InstallId install) {
    return store.newest(tx, org, install);
  }

  /// Why the install gets no first release yet: a look that is under way, or what one found; empty
  /// when nothing holds it.
  public Optional<String> hold(Tx tx, InstallRecord install) {
    if (install.release().isPresent()) {
      return Optional.empty();
    }
    return newest(tx, install.org(), install.id())
        .map(KeptPreflight::toldHolding)
        .filter(told -> !told.isEmpty())
        .or(() ->
            underWay(tx, install.org(), install.id())
                .map(job -> "its runner looks around: job " + job))
        .or(() ->
            install.status() == InstallStatus.PREFLIGHT
                ? Optional.of(install.reason())
                : Optional.empty());
  }

  /// Somebody answers for what was found; it is audited, and counts until a look finds it mended.
  ///
  /// @param by as the audit names them
  public Overruled overrule(Tx tx, InstallRecord install, String check, String reason, String by) {
    var _ = installs.lock(tx, install.org(), install.id());
    Optional<KeptPreflight> newest = newest(tx, install.org(), install.id());
    if (newest.isEmpty()) {
      return new Overruled.NothingSeen();
    }
    List<Seen> failing = newest.get().failing();
    if (failing.stream().noneMatch(one -> one.check().equals(check))) {
      return new Overruled.NotFailing(
          failing.isEmpty()
              ? "names nothing that is in the way: nothing is"
              : "names nothing that is in the way; that is "
                  + failing.stream().map(Seen::check).collect(Collectors.joining(", ")));
    }
    store.overrule(tx, install.org(), install.id(), new Overruling(check, reason, by, tx.now()));
    audit.record(
        tx,
        install.org(),
        new AuditEntry(by, "preflight.overrule", "install/" + install.id(), said(check, reason)));
    settle(tx, install.org(), install.id(), "");
    return new Overruled.Done(newest(tx, install.org(), install.id()).orElseThrow());
  }

  private static String said(String check, String reason) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("check", check)
        .put("reason", reason)
        .toString();
  }

  /// A look is over, or something of it is overruled: the install goes on, or is held.
  ///
  /// @param note why the last look did not take place; empty when it did
  void settle(Tx tx, OrgId org, InstallId install, String note) {
    if (underWay(tx, org, install).isPresent()) {
      return;
    }
    Optional<KeptPreflight> newest = newest(tx, org, install);
    String held = newest.map(KeptPreflight::toldHolding).orElse("");
    String overruled = newest.map(KeptPreflight::toldOverruled).orElse("");
    InstallEvent event =
        held.isEmpty() ? InstallEvent.PREFLIGHT_PASSED : InstallEvent.PREFLIGHT_FAILED;
    String reason =
        List.of(held.isEmpty() ? overruled : held, note).stream()
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(" "));
    boolean _ = installs.move(tx, org, install, event, reason);
  }

  /// What another runner saw before says nothing about this one.
  void forget(Tx tx, OrgId org, InstallId install) {
    store.forget(tx, org, install);
  }

  /// Its runner cannot look: nobody waits for it.
  void giveUp(Tx tx, OrgId org, InstallId install, String why) {
    underWay(tx, org, install).ifPresent(job -> jobs.stop(tx, org, job, why));
  }

  private void move(Tx tx, InstallRecord install, InstallEvent event, String reason) {
    boolean _ = installs.move(tx, install.org(), install.id(), event, reason);
  }
}
