package io.bowline.control.plan;

import static io.bowline.control.plan.SamplePlan.digest;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.catalog.Catalog;
import io.bowline.control.catalog.Publication;
import io.bowline.control.catalog.store.PgCatalogStore;
import io.bowline.control.finding.TestFindings;
import io.bowline.control.install.InstallEvent;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.InstallStatus;
import io.bowline.control.job.Bench;
import io.bowline.control.job.Leased;
import io.bowline.control.job.Origin;
import io.bowline.control.offer.TestOffers;
import io.bowline.control.plan.store.PgPlanStore;
import io.bowline.control.platform.store.Waiting;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.identity.Identity;
import io.bowline.model.job.Event;
import io.bowline.model.job.Failure;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Outcome;
import io.bowline.model.job.Verdict;
import io.bowline.model.plan.ApprovalStatement;
import io.bowline.model.plan.Plan;
import io.bowline.model.plan.SignedApproval;
import io.bowline.model.release.ComponentName;
import io.bowline.model.release.Release;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class PlansTest {
  private static final Origin ANNA = new Origin("anna", "");

  private final Bench bench = new Bench();
  private final Catalog catalog =
      new Catalog(bench.transactions, new PgCatalogStore(), bench.audit);
  private final Plans plans =
      new Plans(
          bench.transactions,
          bench.ids,
          bench.installs,
          TestGate.of(
              TestOffers.on(bench.transactions, catalog, bench.audit),
              bench.jobs,
              bench.installs,
              bench.audit),
          bench.jobs,
          new PgPlanStore(),
          bench.audit);
  private final Identity runner = bench.runner();
  private final Digest release = publish();

  PlansTest() {
    bench.followers.add(
        new PlanProgress(
            plans,
            bench.installs,
            catalog,
            TestFindings.on(bench.transactions),
            new PgPlanStore()));
    catalog.entitle(bench.org, "acme/streaming", "test");
  }

  private Digest publish() {
    Digest digest = digest("release " + bench.org);
    long sequence = bench.ids.get().getMostSignificantBits() >>> 1;
    var document =
        new Release(
            "acme/streaming", bench.org.toString(), sequence, "", List.of(), List.of(), List.of());
    assertThat(catalog.publish(digest, "acme/streaming", document, "{}", "test"))
        .isInstanceOf(Publication.Published.class);
    return digest;
  }

  private PlanRecord ask() {
    Asked asked = plans.request(bench.org, bench.install.id(), release, ANNA);
    assertThat(asked).isInstanceOf(Asked.Taken.class);
    return ((Asked.Taken) asked).plan();
  }

  private PlanRecord now(PlanRecord plan) {
    return plans.find(bench.org, plan.id()).orElseThrow();
  }

  private Leased lease() {
    List<Leased> leased = bench.jobs.leaseFor(runner, 1, Bench.KINDS);
    assertThat(leased).hasSize(1);
    return leased.getFirst();
  }

  private void finish(Leased leased, Outcome outcome, JobReport report) {
    bench.jobs.said(
        runner,
        leased.job(),
        new Event.Finish(leased.lease().epoch(), outcome),
        Optional.of(report));
  }

  private static Plan content(PlanRecord record, ComponentName... deferred) {
    return SamplePlan.of(
        record.id(), record.install(), record.release(), record.stage(), List.of(deferred));
  }

  private JobReport.Applied applied(Optional<String> returned) {
    return new JobReport.Applied(Optional.of(release), List.of(), returned);
  }

  @Test
  void a_policy_of_auto_goes_from_the_wish_to_the_applied_release() {
    PlanRecord plan = ask();
    finish(lease(), new Outcome.Done(), new JobReport.Planned(content(plan), false));
    assertThat(now(plan).status()).isEqualTo(PlanStatus.APPLYING);

    Leased apply = lease();
    assertThat(apply.spec())
        .isEqualTo(new JobSpec.ApplyPlan(plan.id(), content(plan).digest(), Optional.empty()));
    finish(apply, new Outcome.Done(), applied(Optional.empty()));

    assertThat(now(plan).status()).isEqualTo(PlanStatus.APPLIED);
    assertThat(bench.installs.find(bench.org, bench.install.id()).orElseThrow().release())
        .contains(release);
  }

  private InstallRecord install() {
    return bench.installs.find(bench.org, bench.install.id()).orElseThrow();
  }

  @Test
  void what_a_preflight_found_holds_the_first_release_until_it_is_mended() {
    bench.installs.heard(bench.org, bench.install.id());
    moved(InstallEvent.PREFLIGHT_BEGUN, "it looks around");
    moved(InstallEvent.PREFLIGHT_FAILED, "logs.tcp: no way out. Open TCP to logs:8433.");
    assertThat(plans.request(bench.org, bench.install.id(), release, ANNA))
        .isInstanceOfSatisfying(
            Asked.Refused.class,
            no -> {
              assertThat(no.reason()).isEqualTo("preflight");
              assertThat(no.message()).contains("Open TCP to logs:8433.", "install preflight");
            });
    assertThat(plans.list(bench.org, bench.install.id(), Optional.empty(), 10)).isEmpty();
    moved(InstallEvent.PREFLIGHT_PASSED, "");
    assertThat(ask().status()).isEqualTo(PlanStatus.PLANNING);
  }

  private void moved(InstallEvent event, String reason) {
    assertThat(
            bench.transactions.<Boolean>inOrg(
                bench.org,
                tx -> bench.installs.move(tx, bench.org, bench.install.id(), event, reason)))
        .isTrue();
  }

  @Test
  void an_install_is_installing_from_its_first_plan_to_its_end_and_never_again() {
    bench.installs.heard(bench.org, bench.install.id());
    PlanRecord failing = ask();
    assertThat(install().status()).isEqualTo(InstallStatus.INSTALLING);
    assertThat(install().reason()).contains(failing.id().toString());
    finish(
        lease(),
        new Outcome.Failed(new Failure("no-room", "no room for it", false)),
        new JobReport.Nothing());
    assertThat(install().status()).isEqualTo(InstallStatus.ACTIVE);
    assertThat(install().reason()).contains("is not installed").contains("no room for it");

    PlanRecord plan = ask();
    finish(lease(), new Outcome.Done(), new JobReport.Planned(content(plan), false));
    assertThat(install().status()).isEqualTo(InstallStatus.INSTALLING);
    finish(lease(), new Outcome.Done(), applied(Optional.empty()));
    assertThat(install().status()).isEqualTo(InstallStatus.ACTIVE);
    assertThat(install().reason()).isEmpty();

    PlanRecord _ = ask();
    assertThat(install().status()).isEqualTo(InstallStatus.ACTIVE);
  }

  @Test
  void a_plan_that_needs_a_person_waits_for_the_approval_of_its_digest() {
    PlanRecord plan = ask();
    finish(lease(), new Outcome.Done(), new JobReport.Planned(content(plan), true));
    assertThat(now(plan).status()).isEqualTo(PlanStatus.AWAITING_APPROVAL);
    assertThat(bench.jobs.leaseFor(runner, 5, Bench.KINDS)).isEmpty();

    assertThat(approve(plan, digest("another plan")))
        .isInstanceOfSatisfying(
            Asked.Refused.class, r -> assertThat(r.reason()).isEqualTo("digest-mismatch"));
    assertThat(approve(plan, content(plan).digest())).isInstanceOf(Asked.Taken.class);

    assertThat(lease().spec())
        .isInstanceOfSatisfying(
            JobSpec.ApplyPlan.class, spec -> assertThat(spec.approval()).isPresent());
  }

  private Asked approve(PlanRecord plan, Digest digest) {
    var statement =
        new ApprovalStatement(digest, plan.install(), 1, Instant.now().plusSeconds(600), "key-1");
    return plans.approve(bench.org, plan.id(), new SignedApproval(statement, "c2ln"), ANNA);
  }

  @Test
  void what_was_deferred_is_planned_as_the_next_stage_after_the_apply() {
    PlanRecord plan = ask();
    var deferred = new ComponentName("connector");
    finish(lease(), new Outcome.Done(), new JobReport.Planned(content(plan, deferred), false));
    finish(lease(), new Outcome.Done(), applied(Optional.empty()));

    assertThat(lease().spec())
        .isInstanceOfSatisfying(
            JobSpec.MakePlan.class, spec -> assertThat(spec.stage()).isEqualTo(2));
  }

  @Test
  void a_returned_bundle_is_told_with_its_reason() {
    PlanRecord plan = ask();
    finish(lease(), new Outcome.Done(), new JobReport.Planned(content(plan), false));
    finish(
        lease(),
        new Outcome.Failed(new Failure("unhealthy", "returned", false)),
        applied(Optional.of("broker: crash loop")));

    assertThat(now(plan).status()).isEqualTo(PlanStatus.RETURNED);
    assertThat(now(plan).reason()).isEqualTo("broker: crash loop");
  }

  @Test
  void a_newer_wish_supersedes_a_waiting_plan_but_not_one_that_is_applied() {
    PlanRecord first = ask();
    finish(lease(), new Outcome.Done(), new JobReport.Planned(content(first), true));
    PlanRecord second = ask();
    assertThat(now(first).status()).isEqualTo(PlanStatus.SUPERSEDED);

    finish(lease(), new Outcome.Done(), new JobReport.Planned(content(second), false));
    assertThat(plans.request(bench.org, bench.install.id(), release, ANNA))
        .isInstanceOfSatisfying(
            Asked.Refused.class, r -> assertThat(r.reason()).isEqualTo("apply-in-progress"));
  }

  @Test
  void a_plan_that_cannot_be_made_says_why() {
    PlanRecord plan = ask();
    var failure = new Failure("signature-untrusted", "release is signed by an unknown key", false);
    finish(lease(), new Outcome.Failed(failure), new JobReport.Nothing());
    assertThat(now(plan).status()).isEqualTo(PlanStatus.FAILED);
    assertThat(now(plan).reason()).isEqualTo("release is signed by an unknown key");
  }

  @Test
  void an_organization_without_entitlement_gets_no_plan() {
    var stranger = new OrgId(bench.ids.get());
    assertThat(plans.request(stranger, bench.install.id(), release, ANNA))
        .isInstanceOf(Asked.Absent.class);
  }

  @Test
  void a_plan_is_asked_for_while_another_is_applied_and_neither_waits_for_the_other()
      throws Exception {
    PlanRecord plan = ask();
    finish(lease(), new Outcome.Done(), new JobReport.Planned(content(plan), false));
    Leased apply = lease();
    Waiting<Boolean> end =
        besideAWish(() -> {
          finish(apply, new Outcome.Done(), applied(Optional.empty()));
          return true;
        });
    assertThat(end.end()).isTrue();
    assertThat(now(plan).status()).isEqualTo(PlanStatus.APPLIED);
  }

  @Test
  void a_plan_is_asked_for_while_another_is_approved_and_neither_waits_for_the_other()
      throws Exception {
    PlanRecord plan = ask();
    finish(lease(), new Outcome.Done(), new JobReport.Planned(content(plan), true));
    Waiting<Asked> approved = besideAWish(() -> approve(plan, content(plan).digest()));
    assertThat(approved.end()).as("another is wished for by now").isInstanceOf(Asked.Refused.class);
  }

  /// Somebody wishes for a plan, and before their transaction is over something else begins.
  private <T> Waiting<T> besideAWish(Callable<T> other) {
    var begun = new ArrayList<Waiting<T>>();
    bench.transactions.runInOrg(
        bench.org,
        tx -> {
          bench.installs.lock(tx, bench.org, bench.install.id());
          begun.add(Waiting.begin(other));
          Asked _ = plans.request(tx, bench.org, bench.install.id(), release, ANNA);
        });
    return begun.getFirst();
  }

  @Test
  void work_is_handed_out_while_a_removal_is_stopped_and_neither_waits_for_the_other()
      throws Exception {
    JobId removal = bench.request(new JobSpec.Uninstall());
    var begun = new ArrayList<Waiting<List<Leased>>>();
    bench.followers.addFirst(
        (_, _) -> begun.add(Waiting.begin(() -> bench.jobs.leaseFor(runner, 1, Bench.KINDS))));
    assertThat(bench.jobs.cancel(bench.org, removal, "not now", "anna"))
        .get()
        .isInstanceOf(Verdict.Moved.class);
    assertThat(begun.getFirst().end()).isEmpty();
  }
}
