package io.bowline.control.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.audit.ChainLink;
import io.bowline.control.catalog.AtOnce;
import io.bowline.control.catalog.Shelf;
import io.bowline.control.catalog.WaitingPlans.Withdrawn;
import io.bowline.control.catalog.Yanking;
import io.bowline.control.catalog.Yanks;
import io.bowline.control.finding.TestFindings;
import io.bowline.control.install.Creation;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.NewInstall;
import io.bowline.control.job.Bench;
import io.bowline.control.job.Leased;
import io.bowline.control.job.Origin;
import io.bowline.control.offer.TestOffers;
import io.bowline.control.plan.store.PgPlanStore;
import io.bowline.model.artifact.Digest;
import io.bowline.model.identity.Identity;
import io.bowline.model.job.Event;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.Outcome;
import io.bowline.model.job.Phase;
import io.bowline.model.plan.ApprovalStatement;
import io.bowline.model.plan.Plan;
import io.bowline.model.plan.SignedApproval;
import io.bowline.model.release.ComponentName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/// What becomes of plans whose release is yanked, wherever they stand.
class YankedPlansTest {
  private static final Origin ANNA = new Origin("anna", "");

  private final Bench bench = new Bench();
  private final Shelf shelf = new Shelf();
  private final Digest release = shelf.release(1);
  private final PgPlanStore store = new PgPlanStore();
  private final Plans plans =
      new Plans(
          bench.transactions,
          bench.ids,
          bench.installs,
          TestGate.of(
              TestOffers.on(bench.transactions, shelf.catalog, bench.audit),
              bench.jobs,
              bench.installs,
              bench.audit),
          bench.jobs,
          store,
          bench.audit);
  private final Yanks yanks =
      shelf.yanks(
          new Withdrawals(bench.transactions, store, bench.jobs, bench.installs, bench.audit));
  private final InstallRecord install = install("one");
  private final Identity runner = bench.runnerOf(install);

  YankedPlansTest() {
    bench.followers.add(
        new PlanProgress(
            plans, bench.installs, shelf.catalog, TestFindings.on(bench.transactions), store));
    shelf.catalog.entitle(bench.org, shelf.product, "test");
  }

  private InstallRecord install(String name) {
    var wish = new NewInstall(name, shelf.product, "byok", "1", "eu", Map.of());
    return ((Creation.Created) bench.installs.create(bench.org, wish, "test")).install();
  }

  private PlanRecord ask() {
    return ask(install);
  }

  private PlanRecord ask(InstallRecord of) {
    return ((Asked.Taken) plans.request(bench.org, of.id(), release, ANNA)).plan();
  }

  private PlanRecord now(PlanRecord plan) {
    return plans.find(bench.org, plan.id()).orElseThrow();
  }

  private Leased lease() {
    List<Leased> leased = bench.jobs.leaseFor(runner, 1, Bench.KINDS);
    assertThat(leased).hasSize(1);
    return leased.getFirst();
  }

  private Optional<Leased> offered() {
    return bench.jobs.leaseFor(runner, 1, Bench.KINDS).stream().findFirst();
  }

  private void accept(Leased leased) {
    bench.jobs.said(
        runner, leased.job(), new Event.Accept(leased.lease().epoch()), Optional.empty());
  }

  private void made(Leased leased, PlanRecord plan, boolean approvalNeeded, String... deferred) {
    List<ComponentName> names = List.of(deferred).stream().map(ComponentName::new).toList();
    Plan content = SamplePlan.of(plan.id(), plan.install(), plan.release(), plan.stage(), names);
    finish(leased, new JobReport.Planned(content, approvalNeeded));
  }

  private void finish(Leased leased, JobReport report) {
    bench.jobs.said(
        runner,
        leased.job(),
        new Event.Finish(leased.lease().epoch(), new Outcome.Done()),
        Optional.of(report));
  }

  private Asked approve(PlanRecord plan) {
    var statement =
        new ApprovalStatement(
            now(plan).content().orElseThrow().digest(),
            plan.install(),
            1,
            Instant.now().plusSeconds(600),
            "key-1");
    return plans.approve(bench.org, plan.id(), new SignedApproval(statement, "c2ln"), ANNA);
  }

  private Withdrawn yank() {
    return ((Yanking.Yanked) yanks.yank(release, "it leaks", "staff/bob")).plans();
  }

  private static void assertYanked(Asked asked) {
    assertThat(asked)
        .isInstanceOfSatisfying(
            Asked.Refused.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo("release-yanked");
              assertThat(refused.message()).contains("it leaks");
            });
  }

  private void assertStopped(PlanRecord plan) {
    assertThat(now(plan).status()).isEqualTo(PlanStatus.FAILED);
    assertThat(now(plan).reason()).contains("it leaks");
    assertThat(offered()).isEmpty();
  }

  @Test
  void nobody_is_offered_a_yanked_release_until_it_is_taken_back() {
    yank();
    assertYanked(plans.request(bench.org, install.id(), release, ANNA));

    yanks.unyank(release, "a mistake", "staff/bob");
    assertThat(plans.request(bench.org, install.id(), release, ANNA))
        .isInstanceOf(Asked.Taken.class);
  }

  @Test
  void a_plan_that_no_runner_has_taken_ends() {
    PlanRecord plan = ask();

    assertThat(yank()).isEqualTo(new Withdrawn(1, 0));

    assertStopped(plan);
  }

  @Test
  void a_plan_that_a_runner_is_making_comes_to_nothing() {
    PlanRecord plan = ask();
    Leased making = lease();
    accept(making);

    assertThat(yank()).isEqualTo(new Withdrawn(1, 0));
    made(making, plan, false);

    assertStopped(plan);
  }

  @Test
  void a_plan_that_waits_for_approval_ends_and_the_customers_audit_says_why() {
    PlanRecord plan = ask();
    made(lease(), plan, true);

    assertThat(yank()).isEqualTo(new Withdrawn(1, 0));

    assertStopped(plan);
    assertYanked(approve(plan));
    List<ChainLink> audited =
        bench.transactions.inOrg(
            bench.org, tx -> bench.audit.before(tx, bench.org, Long.MAX_VALUE, 10));
    assertThat(audited.getFirst().entry().action()).isEqualTo("plan.withdraw");
    assertThat(audited.getFirst().entry().subject()).isEqualTo(plan.id().toString());
  }

  @Test
  void an_approval_from_before_the_yank_brings_nothing_to_a_runner() {
    PlanRecord plan = ask();
    made(lease(), plan, true);
    assertThat(approve(plan)).isInstanceOf(Asked.Taken.class);

    assertThat(yank()).isEqualTo(new Withdrawn(1, 0));

    assertStopped(plan);
    yanks.unyank(release, "a mistake", "staff/bob");
    assertThat(offered()).isEmpty();
  }

  @Test
  void an_apply_that_was_offered_and_not_taken_is_not_offered_again() {
    PlanRecord plan = ask();
    made(lease(), plan, false);
    Leased apply = lease();

    assertThat(yank()).isEqualTo(new Withdrawn(1, 0));
    bench.jobs.said(
        runner, apply.job(), new Event.Decline(apply.lease().epoch(), "no room"), Optional.empty());

    assertStopped(plan);
  }

  @Test
  void an_apply_that_a_runner_has_begun_goes_to_its_end_also_when_it_is_tried_again() {
    PlanRecord plan = ask();
    made(lease(), plan, false);
    Leased apply = lease();
    accept(apply);

    assertThat(yank()).isEqualTo(new Withdrawn(0, 1));
    bench.jobs.said(
        runner,
        apply.job(),
        new Event.Finish(apply.lease().epoch(), new Outcome.Stopped("restart")),
        Optional.empty());
    assertThat(bench.jobs.find(bench.org, apply.job()).orElseThrow().phase())
        .isInstanceOf(Phase.Queued.class);
    yanks.unyank(release, "a mistake", "staff/bob");
    assertThat(yank()).isEqualTo(new Withdrawn(0, 1));
    assertThat(now(plan).status()).isEqualTo(PlanStatus.APPLYING);
  }

  @Test
  void what_a_begun_apply_left_for_a_next_stage_is_not_planned_any_more() {
    PlanRecord plan = ask();
    made(lease(), plan, false, "connector");
    Leased apply = lease();
    accept(apply);
    yank();

    finish(apply, new JobReport.Applied(Optional.of(release), List.of(), Optional.empty()));

    assertThat(now(plan).status()).isEqualTo(PlanStatus.APPLIED);
    assertThat(now(plan).reason()).contains("next stage is not planned").contains("it leaks");
    assertThat(offered()).isEmpty();
    assertThat(bench.installs.find(bench.org, install.id()).orElseThrow().release())
        .as("what it really runs")
        .contains(release);
  }

  @Test
  void plans_of_every_organization_end_and_others_are_left_alone() {
    PlanRecord plan = ask();
    var other = new YankedPlansTest();
    PlanRecord theirs = other.ask();

    yank();

    assertStopped(plan);
    assertThat(other.now(theirs).status()).isEqualTo(PlanStatus.PLANNING);
  }

  @Test
  void requests_approvals_and_reports_at_once_with_the_yank_leave_nothing_to_offer()
      throws Exception {
    for (int round = 0; round < 8; round++) {
      InstallRecord first = install("a" + round);
      InstallRecord second = install("b" + round);
      InstallRecord third = install("c" + round);
      PlanRecord awaiting = ask(first);
      Identity firstRunner = bench.runnerOf(first);
      madeBy(firstRunner, awaiting, true);
      PlanRecord making = ask(second);
      Identity secondRunner = bench.runnerOf(second);
      List<Callable<Object>> all = new ArrayList<>();
      all.add(() -> approve(awaiting));
      all.add(() -> madeBy(secondRunner, making, false));
      all.add(() -> plans.request(bench.org, third.id(), release, ANNA));
      all.add(this::yank);

      AtOnce.all(all);

      for (InstallRecord one : List.of(first, second, third)) {
        assertThat(bench.jobs.leaseFor(bench.runnerOf(one), 5, Bench.KINDS))
            .as("%s in round %d", one.name(), round)
            .isEmpty();
        assertThat(plans.list(bench.org, one.id(), Optional.empty(), 5))
            .allSatisfy(plan -> assertThat(plan.status().over()).isTrue());
      }
      yanks.unyank(release, "next round", "staff/bob");
    }
  }

  private Object madeBy(Identity by, PlanRecord plan, boolean approvalNeeded) {
    Plan content =
        SamplePlan.of(plan.id(), plan.install(), plan.release(), plan.stage(), List.of());
    for (Leased leased : bench.jobs.leaseFor(by, 1, Bench.KINDS)) {
      bench.jobs.said(
          by,
          leased.job(),
          new Event.Finish(leased.lease().epoch(), new Outcome.Done()),
          Optional.of(new JobReport.Planned(content, approvalNeeded)));
    }
    return plan;
  }
}
