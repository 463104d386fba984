package io.bowline.model.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.PlanId;
import io.bowline.model.release.ComponentName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PlanDigestTest {
  private static final PlanId ID = PlanId.parse("11111111-1111-4111-8111-111111111111");
  private static final InstallId INSTALL = InstallId.parse("22222222-2222-4222-8222-222222222222");
  private static final Digest RELEASE = digest("release");
  private static final ComponentName BROKER = new ComponentName("broker");
  private static final ComponentName TOPICS = new ComponentName("topics");
  private static final PlannedStep IMAGES =
      new PlannedStep(
          "images",
          BROKER,
          StepKind.IMAGE,
          StepAction.CREATE,
          Set.of(),
          digest("a"),
          digest("b"),
          List.of());
  private static final PlannedStep CHART =
      new PlannedStep(
          "broker",
          BROKER,
          StepKind.HELM,
          StepAction.UPDATE,
          Set.of("images"),
          digest("c"),
          digest("d"),
          List.of("+ replicas: 3"));
  private static final Plan PLAN =
      new Plan(ID, INSTALL, RELEASE, 1, List.of(IMAGES, CHART), List.of(TOPICS));

  @TestFactory
  Stream<DynamicTest> anyFieldChangedGivesAnotherDigest() {
    PlanId otherPlan = PlanId.parse("11111111-1111-4111-8111-111111111112");
    InstallId otherInstall = InstallId.parse("22222222-2222-4222-8222-222222222223");
    return Stream.of(
        differs("plan id", new Plan(otherPlan, INSTALL, RELEASE, 1, PLAN.steps(), PLAN.deferred())),
        differs("install", new Plan(ID, otherInstall, RELEASE, 1, PLAN.steps(), PLAN.deferred())),
        differs("release", new Plan(ID, INSTALL, digest("x"), 1, PLAN.steps(), PLAN.deferred())),
        differs("stage", new Plan(ID, INSTALL, RELEASE, 2, PLAN.steps(), PLAN.deferred())),
        differs("deferred", new Plan(ID, INSTALL, RELEASE, 1, PLAN.steps(), List.of())),
        differs("a step less", with(IMAGES)),
        differs("step name", with(IMAGES, step("brokers", BROKER, StepKind.HELM, "c", "d"))),
        differs("component", with(IMAGES, step("broker", TOPICS, StepKind.HELM, "c", "d"))),
        differs("kind", with(IMAGES, step("broker", BROKER, StepKind.KUBE, "c", "d"))),
        differs("content", with(IMAGES, step("broker", BROKER, StepKind.HELM, "x", "d"))),
        differs("precondition", with(IMAGES, step("broker", BROKER, StepKind.HELM, "c", "x"))),
        differs("action", with(IMAGES, acting(StepAction.DELETE, Set.of("images")))),
        differs("order", with(IMAGES, acting(StepAction.UPDATE, Set.of()))));
  }

  @Test
  void theOrderInWhichStepsAreListedDoesNotMatter() {
    assertThat(with(CHART, IMAGES).digest()).isEqualTo(PLAN.digest());
  }

  @Test
  void theTextForPeopleIsNotPartOfTheDigest() {
    var told =
        new PlannedStep(
            "broker",
            BROKER,
            StepKind.HELM,
            StepAction.UPDATE,
            Set.of("images"),
            digest("c"),
            digest("d"),
            List.of("other words"));

    assertThat(with(IMAGES, told).digest()).isEqualTo(PLAN.digest());
  }

  @Test
  void theDigestNeverChangesBetweenVersions() {
    // approvals outlive an upgrade of the runner: a change here needs a new form, not a new value
    assertThat(PLAN.digest().toString())
        .isEqualTo("sha256:0b8cb4658b50f873de13a7472bdb4a7c6222ec40194d9d7be7c7a1191bcb5bed");
  }

  @Test
  void fieldsCannotFlowIntoEachOther() {
    byte[] one = new CanonicalText("form").add("ab").add("c").bytes();
    byte[] other = new CanonicalText("form").add("a").add("bc").bytes();

    assertThat(one).isNotEqualTo(other);
  }

  @Test
  void anApprovalSignsEveryFieldOfItsStatement() {
    Instant expires = Instant.parse("2026-03-01T12:00:00Z");
    var statement = new ApprovalStatement(RELEASE, INSTALL, 4, expires, "alice");
    var otherInstall = InstallId.parse("22222222-2222-4222-8222-222222222223");

    assertThat(
            Stream.of(
                    statement,
                    new ApprovalStatement(digest("x"), INSTALL, 4, expires, "alice"),
                    new ApprovalStatement(RELEASE, otherInstall, 4, expires, "alice"),
                    new ApprovalStatement(RELEASE, INSTALL, 5, expires, "alice"),
                    new ApprovalStatement(RELEASE, INSTALL, 4, expires.plusNanos(1), "alice"),
                    new ApprovalStatement(RELEASE, INSTALL, 4, expires, "bob"))
                .map(one -> new String(one.signedBytes(), StandardCharsets.UTF_8)))
        .doesNotHaveDuplicates();
  }

  @Test
  void aPlanWithoutActionsChangesNothing() {
    assertThat(PLAN.changesNothing()).isFalse();
    var quiet = List.of(acting(StepAction.NONE, Set.of()));
    assertThat(new Plan(ID, INSTALL, RELEASE, 1, quiet, List.of()).changesNothing()).isTrue();
    assertThat(new Plan(ID, INSTALL, RELEASE, 1, quiet, List.of(TOPICS)).changesNothing())
        .isFalse();
  }

  private static DynamicTest differs(String what, Plan plan) {
    return DynamicTest.dynamicTest(
        what, () -> assertThat(plan.digest()).isNotEqualTo(PLAN.digest()));
  }

  private static Plan with(PlannedStep... steps) {
    return new Plan(ID, INSTALL, RELEASE, 1, List.of(steps), List.of(TOPICS));
  }

  private static PlannedStep step(
      String name, ComponentName component, StepKind kind, String content, String precondition) {
    return new PlannedStep(
        name,
        component,
        kind,
        StepAction.UPDATE,
        Set.of("images"),
        digest(content),
        digest(precondition),
        List.of());
  }

  private static PlannedStep acting(StepAction action, Set<String> after) {
    return new PlannedStep(
        "broker", BROKER, StepKind.HELM, action, after, digest("c"), digest("d"), List.of());
  }

  private static Digest digest(String text) {
    return Digest.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
