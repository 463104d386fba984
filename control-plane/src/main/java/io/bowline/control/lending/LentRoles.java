package io.bowline.control.lending;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cloud.Configuration;
import io.bowline.cloud.grant.LentRoleGrant;
import io.bowline.cloud.grant.ProvisionGrant;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.hosted.CredentialSource;
import io.bowline.control.hosted.HostedRunners;
import io.bowline.control.install.InstallEvent;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.Installs;
import io.bowline.control.installer.Doors;
import io.bowline.control.job.JobFollower;
import io.bowline.control.job.JobRecord;
import io.bowline.control.job.Jobs;
import io.bowline.control.job.Origin;
import io.bowline.control.platform.Tx;
import io.bowline.control.provision.OwnRanges;
import io.bowline.control.secret.Secret;
import io.bowline.model.id.FleetId;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.model.job.FleetErrand;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Phase;
import io.bowline.model.place.Cloud;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// Roles that customers lend so that the hosted runner makes their base layer, once: kept until
/// that job has ended, and not a moment longer. A role is no secret; whoever takes it needs to be
/// the vendor's runner and to say the install's external id.
@ApplicationScoped
public class LentRoles implements JobFollower, CredentialSource {
  private final Installs installs;
  private final LentRoleStore store;
  private final HostedRunners hosted;
  private final Jobs jobs;
  private final OwnRanges ranges;
  private final Audit audit;

  public LentRoles(
      Installs installs,
      LentRoleStore store,
      HostedRunners hosted,
      Jobs jobs,
      OwnRanges ranges,
      Audit audit) {
    this.installs = installs;
    this.store = store;
    this.hosted = hosted;
    this.jobs = jobs;
    this.ranges = ranges;
    this.audit = audit;
  }

  /// Has the base layer of an install made, in the caller's transaction.
  ///
  /// @param loan with a role, by an ARN
  /// @param by as the audit names them
  public Lending make(Tx tx, OrgId org, InstallId id, Loan loan, String by) {
    InstallRecord install = installs.lock(tx, org, id).orElseThrow();
    if (!install.cloud().equals(Cloud.AWS.text())) {
      return new Lending.Unfit("roles are lent in aws alone, and it is in " + install.cloud());
    }
    if (!install.status().awaitsRunner()) {
      return new Lending.Unfit(
          "it is %s: its base layer is there, or was given up".formatted(install.status().word()));
    }
    if (!loan.role().orElse("").contains("::" + install.account() + ":")) {
      return new Lending.Foreign(install.account());
    }
    if (ranges.all().isEmpty()) {
      return new Lending.NotTold(OwnRanges.SETTING);
    }
    Optional<JobRecord> open =
        newest(tx, install).filter(job -> !(job.phase() instanceof Phase.Terminal));
    if (open.isPresent()) {
      return new Lending.Busy(open.get().id());
    }
    var spec = new JobSpec.FleetWork(FleetErrand.MAKE_BASE_LAYER, new FleetId(id.value()), 1);
    var job = jobs.ask(tx, org, hosted.place(tx, org), spec, new Origin(by, ""));
    store.lend(tx, org, id, job, loan);
    move(
        tx,
        install,
        InstallEvent.BASE_LAYER_BEGUN,
        "the hosted runner makes it with the role that was lent, by job %s; where none is connected, it waits for one"
            .formatted(job));
    audit.record(tx, org, new AuditEntry(by, "install.lend-role", id.toString()));
    return new Lending.Asked(job);
  }

  /// The newest job that makes the base layer of an install.
  public Optional<JobRecord> newest(Tx tx, InstallRecord install) {
    return store
        .job(tx, install.org(), install.id())
        .flatMap(job -> jobs.find(tx, install.org(), job));
  }

  @Override
  public Optional<Secret> secretOf(Tx tx, JobRecord job) {
    return of(tx, job)
        .flatMap(install ->
            store
                .loan(tx, job.org(), install.id())
                .flatMap(loan -> loan.role().map(role -> grant(install, loan, role))));
  }

  @Override
  public void over(Tx tx, JobRecord job) {
    of(tx, job)
        .ifPresent(install -> {
          store.over(tx, job.org(), install.id());
          if (job.phase() instanceof Phase.Succeeded) {
            move(
                tx,
                install,
                InstallEvent.BASE_LAYER_MADE,
                "network, cluster, registry and roles are there; delete the role that was lent, and start the runner in the cluster (docs/install-aws.md)");
          } else {
            move(
                tx,
                install,
                InstallEvent.BASE_LAYER_FAILED,
                "the base layer was not made: %s What there is of it is on record in the account; lending the role again goes on from there"
                    .formatted(HostedRunners.whyNot(job)));
          }
        });
  }

  private void move(Tx tx, InstallRecord install, InstallEvent event, String reason) {
    boolean _ = installs.move(tx, install.org(), install.id(), event, reason);
  }

  /// The install that a job makes the base layer of, as the newest that does.
  private Optional<InstallRecord> of(Tx tx, JobRecord job) {
    return job.spec() instanceof JobSpec.FleetWork(FleetErrand errand, FleetId id, long _)
            && errand == FleetErrand.MAKE_BASE_LAYER
            && store
                .job(tx, job.org(), new InstallId(id.value()))
                .filter(job.id()::equals)
                .isPresent()
        ? installs.find(tx, job.org(), new InstallId(id.value()))
        : Optional.empty();
  }

  private Secret grant(InstallRecord install, Loan loan, String role) {
    var id = new FleetId(install.id().value());
    Configuration lent = LentRoleGrant.of(role, Doors.site(install).externalId());
    return Secret.of(
        new ProvisionGrant(
                id, lent, install.region(), ProvisionGrant.bucketOf(id), variables(install, loan))
            .document());
  }

  private JsonNode variables(InstallRecord install, Loan loan) {
    ObjectNode all = JsonNodeFactory.instance.objectNode().put("name", install.name());
    ranges.all().forEach(all.putObject("control_plane").putArray("cidrs")::add);
    ObjectNode vpc = all.putObject("vpc");
    if (!loan.network().isEmpty()) {
      vpc.put("cidr", loan.network());
    }
    if (!loan.access().isEmpty()) {
      all.put("installer_access", loan.access());
    }
    return all;
  }
}
