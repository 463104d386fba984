package io.bowline.control.edge.grpc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.InstallStatus;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.CaptureId;
import io.bowline.model.id.FleetId;
import io.bowline.model.id.FleetProviderId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.PlanId;
import io.bowline.model.job.FleetErrand;
import io.bowline.model.job.JobRules;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Lease;
import io.bowline.model.job.Phase;
import io.bowline.proto.codec.FromRunner;
import io.bowline.proto.codec.HeldJob;
import io.bowline.proto.codec.ToRunner;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Work is done by the install's own runner, or by nobody.
@Timeout(300)
@Tag("C29.jobs-on-runner-only")
class RunnerOnlyTest {
  private final LinkBench link = new LinkBench(Clock.systemUTC());

  @AfterEach
  void close() {
    link.close();
  }

  @Test
  @Tag("C29.awaiting-runner")
  void everyKindOfJobWaitsUntilTheInstallsRunnerIsThereAndGoesToNobodyElse() throws Exception {
    List<JobId> jobs = everyKind();
    try (LinkBench elsewhere = new LinkBench(Clock.systemUTC())) {
      TestRunner neighbour = new TestRunner(link.port(), LinkBench.AUTHORITY.bundle());
      neighbour.enroll(link.token(link.bench.install("second").id(), "").text());
      TestRunner foreign = elsewhere.enrolled().at(link.port());
      try (TestRunner.Stream first = neighbour.connected();
          TestRunner.Stream second = foreign.connected()) {
        timePasses(first, second);
        assertThat(install().status().awaitsRunner()).isTrue();
        assertThat(jobs).allSatisfy(job -> assertThat(phase(job)).isInstanceOf(Phase.Queued.class));

        TestRunner own = link.enrolled();
        try (TestRunner.Stream stream = own.connected()) {
          assertThat(install().status()).isEqualTo(InstallStatus.ACTIVE);
          timePasses(first, second);
          link.hints.sweep();
          JobId offered = stream.await(ToRunner.Offer.class).job();
          assertThat(jobs).contains(offered);
          assertThat(leases(jobs))
              .isNotEmpty()
              .allSatisfy(lease -> assertThat(lease.runner()).isEqualTo(own.identity().holder()));
        }
      }
    }
  }

  @Test
  void aRunnerWhosePlaceWasTakenGetsNothingAnyMore() throws Exception {
    TestRunner replaced = link.enrolled();
    try (TestRunner.Stream old = replaced.connected()) {
      TestRunner next = link.enrolled();
      link.hints.sweep();
      assertThat(EnrollmentTest.reason(old.awaitEnd())).isEqualTo("certificate-revoked");
      JobId job = link.bench.request(new JobSpec.Inspect());
      try (TestRunner.Stream again = replaced.silent()) {
        again.say(TestRunner.hello(io.bowline.proto.codec.LinkProtocol.CAPABILITIES));
        assertThat(EnrollmentTest.reason(again.awaitEnd())).isEqualTo("certificate-revoked");
      }
      assertThat(phase(job)).isInstanceOf(Phase.Queued.class);
      try (TestRunner.Stream stream = next.connected()) {
        link.hints.sweep();
        assertThat(stream.await(ToRunner.Offer.class).job()).isEqualTo(job);
        assertThat(leases(List.of(job)))
            .allSatisfy(lease -> assertThat(lease.runner()).isEqualTo(next.identity().holder()));
      }
    }
  }

  @Test
  void ofTwoStreamsOfOneRunnerOnlyTheNewerIsGivenWork() throws Exception {
    TestRunner runner = link.enrolled();
    try (TestRunner.Stream older = runner.connected();
        TestRunner.Stream newer = runner.connected()) {
      assertThat(EnrollmentTest.reason(older.awaitEnd())).isEqualTo("superseded");
      JobId job = link.bench.request(new JobSpec.Inspect());
      link.hints.sweep();
      assertThat(newer.await(ToRunner.Offer.class).job()).isEqualTo(job);
    }
  }

  @Test
  void theControlPlaneHasNothingToDoAStepWith() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.bowline.control.platform.postgres..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName(ProcessBuilder.class.getName())
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.bowline.runner..", "io.fabric8..", "com.marcnuri.helm..", "land.oras..")
        .because("steps are done by runners")
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.bowline.control"));
  }

  private List<JobId> everyKind() {
    var plan = new PlanId(link.bench.ids.get());
    Digest digest = Digest.of("release".getBytes(StandardCharsets.UTF_8));
    var specs = new ArrayList<JobSpec>();
    for (Class<?> kind : JobSpec.class.getPermittedSubclasses()) {
      specs.add(
          switch (kind.getSimpleName()) {
            case "MakePlan" -> new JobSpec.MakePlan(plan, "acme/releases", digest, 1, Map.of());
            case "ApplyPlan" -> new JobSpec.ApplyPlan(plan, digest, Optional.empty());
            case "CaptureLogs" ->
                new JobSpec.CaptureLogs(
                    new CaptureId(link.bench.ids.get()),
                    List.of(),
                    Instant.now(),
                    Instant.now().plusSeconds(600));
            case "Inspect" -> new JobSpec.Inspect();
            case "Preflight" -> new JobSpec.Preflight("prod", "aws", "1", "eu-central-1");
            case "Uninstall" -> new JobSpec.Uninstall();
            case "CheckProvider" ->
                new JobSpec.CheckProvider(new FleetProviderId(link.bench.ids.get()), 1);
            case "FleetWork" ->
                new JobSpec.FleetWork(
                    FleetErrand.CHECK_CLUSTER, new FleetId(link.bench.ids.get()), 1);
            default -> throw new IllegalStateException("a new kind of job: " + kind);
          });
    }
    return specs.stream().map(link.bench::request).toList();
  }

  /// Sweeps, and a word of each of these runners, handled: what would go out to them has gone.
  private void timePasses(TestRunner.Stream... streams) throws Exception {
    link.bench.jobs.sweep(1_000);
    link.hints.sweep();
    for (TestRunner.Stream stream : streams) {
      long beat = stream.say(new FromRunner.Heartbeat(Optional.of(HeldJob.digest(List.of())), 4));
      stream.await(frame -> {
        assertThat(frame.body()).isNotInstanceOf(ToRunner.Offer.class);
        return frame.ack() >= beat;
      });
    }
  }

  private List<Lease> leases(List<JobId> jobs) {
    return jobs.stream().flatMap(job -> JobRules.leaseOf(phase(job)).stream()).toList();
  }

  private InstallRecord install() {
    return link.bench.installs.find(link.bench.org, link.bench.install.id()).orElseThrow();
  }

  private Phase phase(JobId job) {
    return link.bench.jobs.find(link.bench.org, job).orElseThrow().phase();
  }
}
