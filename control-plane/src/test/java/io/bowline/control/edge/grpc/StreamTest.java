package io.bowline.control.edge.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.finding.TestFindings;
import io.bowline.control.identity.Authority;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.job.Origin;
import io.bowline.control.platform.StartupFailure;
import io.bowline.control.readiness.LastReadiness;
import io.bowline.control.readiness.TestReadiness;
import io.bowline.control.readiness.store.PgReadinessStore;
import io.bowline.model.id.CaptureId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.RunnerId;
import io.bowline.model.identity.Identity;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Outcome;
import io.bowline.model.job.Phase;
import io.bowline.model.job.StepEvent;
import io.bowline.model.probe.Check;
import io.bowline.proto.codec.FromRunner;
import io.bowline.proto.codec.HeldJob;
import io.bowline.proto.codec.LinkProtocol;
import io.bowline.proto.codec.ToRunner;
import io.bowline.testkit.FakeClock;
import io.grpc.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class StreamTest {
  private final FakeClock clock = new FakeClock(Clock.systemUTC().instant());
  private LinkBench link;

  @BeforeEach
  void open() {
    link = new LinkBench(clock);
  }

  @AfterEach
  void close() {
    link.close();
  }

  @Test
  void aJobGoesOutIsWorkedOnAndItsResultIsAcknowledged() throws Exception {
    TestRunner runner = link.enrolled();
    try (TestRunner.Stream stream = runner.connected()) {
      JobId job = link.bench.request(new JobSpec.Inspect());
      link.hints.sweep();
      ToRunner.Offer offer = stream.await(ToRunner.Offer.class);
      assertThat(offer.job()).isEqualTo(job);
      assertThat(offer.spec()).isEqualTo(new JobSpec.Inspect());
      long epoch = offer.epoch();

      stream.say(new FromRunner.Accepted(job, epoch));
      var step = new StepEvent(1, "look", StepEvent.State.RUNNING, "looking", clock.instant());
      stream.say(new FromRunner.Progress(job, epoch, List.of(step)));
      long last =
          stream.say(
              new FromRunner.Result(
                  job,
                  epoch,
                  new Outcome.Done(),
                  new JobReport.Inspected(Optional.empty(), List.of())));
      stream.await(frame -> frame.ack() == last);

      assertThat(phase(job)).isInstanceOf(Phase.Succeeded.class);
      assertThat(link.bench.jobs.steps(link.bench.org, job, 0, 0, 10)).hasSize(1);
    }
  }

  @Test
  void theTraceOfTheRequestTravelsWithTheOffer() throws Exception {
    TestRunner runner = link.enrolled();
    String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    try (TestRunner.Stream stream = runner.connected()) {
      link.bench.transactions.inOrg(
          link.bench.org,
          tx ->
              link.bench.jobs.request(
                  tx,
                  link.bench.org,
                  link.bench.install.id(),
                  new JobSpec.Inspect(),
                  new Origin("test", trace)));
      link.hints.sweep();
      assertThat(stream.await(ToRunner.Offer.class).traceparent()).isEqualTo(trace);
    }
  }

  @Test
  void aCancellationReachesTheRunnerOnce() throws Exception {
    TestRunner runner = link.enrolled();
    try (TestRunner.Stream stream = runner.connected()) {
      JobId job = link.bench.request(new JobSpec.Inspect());
      link.hints.sweep();
      long epoch = stream.await(ToRunner.Offer.class).epoch();
      long accepted = stream.say(new FromRunner.Accepted(job, epoch));
      stream.await(frame -> frame.ack() >= accepted);
      link.bench.jobs.cancel(link.bench.org, job, "not wanted", "test");
      link.hints.sweep();
      assertThat(stream.await(ToRunner.Cancel.class))
          .isEqualTo(new ToRunner.Cancel(job, epoch, "not wanted"));
      long stopped =
          stream.say(
              new FromRunner.Result(
                  job, epoch, new Outcome.Stopped("asked"), new JobReport.Nothing()));
      stream.await(frame -> frame.ack() >= stopped);
      assertThat(phase(job)).isInstanceOf(Phase.Cancelled.class);
    }
  }

  @Test
  void aGapStopsTheAcksUntilTheFullStateIsKnown() throws Exception {
    TestRunner runner = link.enrolled();
    try (TestRunner.Stream stream = runner.connected()) {
      stream.sequence++; // a frame gets lost
      stream.say(heartbeat());
      assertThat(stream.await(ToRunner.StateWanted.class).reason()).isEqualTo("frame 2 is missing");
      assertThat(stream.acked).isEqualTo(1);
      long state = stream.say(new FromRunner.State(List.of()));
      stream.await(frame -> frame.ack() == state);
    }
  }

  @Test
  void whatARunnerNoLongerHasAfterItsReturnIsOfferedAgainUnderANewEpoch() throws Exception {
    TestRunner runner = link.enrolled();
    JobId job = link.bench.request(new JobSpec.Inspect());
    long epoch;
    try (TestRunner.Stream stream = runner.connected()) {
      ToRunner.Offer offer = stream.await(ToRunner.Offer.class);
      epoch = offer.epoch();
      long accepted = stream.say(new FromRunner.Accepted(job, epoch));
      stream.await(frame -> frame.ack() >= accepted);
    }
    try (TestRunner.Stream stream = runner.connected(new HeldJob(job, epoch))) {
      assertThat(phase(job)).isInstanceOf(Phase.Running.class);
      stream.say(new FromRunner.State(List.of()));
      stream.await(frame -> frame.ack() >= 2);
      assertThat(phase(job)).isInstanceOf(Phase.Queued.class);
    }
  }

  @Test
  void anOfferThatIsStillOnTheWireIsNotTakenForLost() throws Exception {
    TestRunner runner = link.enrolled();
    JobId job = link.bench.request(new JobSpec.Inspect());
    try (TestRunner.Stream stream = runner.connected()) {
      long seenBefore = stream.seen;
      stream.await(ToRunner.Offer.class);
      stream.seen = seenBefore; // as if the offer were still under way
      long state = stream.say(new FromRunner.State(List.of()));
      stream.await(frame -> frame.ack() >= state);
      assertThat(phase(job)).isInstanceOf(Phase.Offered.class);
    }
  }

  @Test
  void aRunnerThatMeansOtherJobsIsAskedForItsState() throws Exception {
    TestRunner runner = link.enrolled();
    try (TestRunner.Stream stream = runner.connected()) {
      var other = List.of(new HeldJob(new JobId(link.bench.ids.get()), 1));
      stream.say(new FromRunner.Heartbeat(Optional.of(HeldJob.digest(other)), 4));
      assertThat(stream.await(ToRunner.StateWanted.class).reason()).contains("other jobs");
    }
  }

  @Test
  void aNewerStreamSupersedesTheOlder() throws Exception {
    TestRunner runner = link.enrolled();
    try (TestRunner.Stream first = runner.connected();
        TestRunner.Stream second = runner.connected()) {
      assertThat(EnrollmentTest.reason(first.awaitEnd())).isEqualTo("superseded");
      long beat = second.say(heartbeat());
      second.await(frame -> frame.ack() >= beat);
    }
  }

  @Test
  void aNewerStreamOnAnotherReplicaSupersedesTheOlderToo() throws Exception {
    TestRunner runner = link.enrolled();
    try (LinkBench other = new LinkBench(clock);
        TestRunner.Stream first = runner.connected();
        TestRunner.Stream second = runner.at(other.port()).connected()) {
      link.hints.sweep();
      assertThat(EnrollmentTest.reason(first.awaitEnd())).isEqualTo("superseded");
      assertThat(second.seen).isPositive();
    }
  }

  @Test
  void revocationCutsALiveStreamAtTheNextSweepAndKeepsTheRunnerOut() throws Exception {
    TestRunner runner = link.enrolled();
    try (TestRunner.Stream stream = runner.connected()) {
      link.runners.revoke(
          link.bench.org, runner.identity().holder(), "laptop stolen", "token/test");
      link.hints.sweep();
      var cut = stream.awaitEnd();
      assertThat(cut.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
      assertThat(cut.getStatus().getDescription()).contains("laptop stolen");
    }
    try (TestRunner.Stream again = runner.silent()) {
      again.say(TestRunner.hello(LinkProtocol.CAPABILITIES));
      assertThat(EnrollmentTest.reason(again.awaitEnd())).isEqualTo("certificate-revoked");
    }
  }

  @Test
  void foreignCertificatesAndNoneAreRefusedWithTheReason() throws Exception {
    var nobody = new TestRunner(link.port(), LinkBench.AUTHORITY.bundle());
    try (TestRunner.Stream stream = nobody.silent()) {
      assertThat(EnrollmentTest.reason(stream.awaitEnd())).isEqualTo("certificate-missing");
    }
    // of this control plane, but naming a runner that is another organization's
    TestRunner runner = link.enrolled();
    Identity own = runner.identity();
    var claimed =
        new Identity(
            own.trustDomain(),
            new OrgId(link.bench.ids.get()),
            own.install(),
            Identity.Role.RUNNER,
            own.holder());
    runner.chain = List.of(certified(LinkBench.AUTHORITY, runner, claimed));
    try (TestRunner.Stream stream = runner.silent()) {
      stream.say(TestRunner.hello(LinkProtocol.CAPABILITIES));
      assertThat(EnrollmentTest.reason(stream.awaitEnd())).isEqualTo("runner-unknown");
    }
    // of another trust domain
    var foreign =
        new Identity(
            "elsewhere.test",
            own.org(),
            own.install(),
            Identity.Role.RUNNER,
            new RunnerId(link.bench.ids.get()));
    runner.chain = List.of(certified(LinkBench.AUTHORITY, runner, foreign));
    try (TestRunner.Stream stream = runner.silent()) {
      assertThat(EnrollmentTest.reason(stream.awaitEnd())).isEqualTo("certificate-foreign");
    }
  }

  @Test
  void aCertificateThatOnlyLooksLikeOursIsRefused() throws Exception {
    TestRunner runner = link.enrolled();
    runner.chain = List.of(SelfMade.like(runner.identity(), runner.key));
    try (TestRunner.Stream stream = runner.silent()) {
      var refused = stream.awaitEnd();
      assertThat(EnrollmentTest.reason(refused)).isEqualTo("certificate-foreign");
      assertThat(refused.getStatus().getDescription())
          .isEqualTo("the certificate was not issued by this control plane");
    }
  }

  @Test
  void anEndedCertificateIsToldFromAForeignOneSoThatTheRunnerRecovers() throws Exception {
    TestRunner runner = link.enrolled();
    try (TestRunner.Stream stream = runner.connected()) {
      clock.advance(Duration.ofHours(25));
      try (TestRunner.Stream late = runner.silent()) {
        assertThat(EnrollmentTest.reason(late.awaitEnd())).isEqualTo("certificate-expired");
      }
      link.hints.sweep();
      assertThat(stream.awaitEnd().getStatus().isOk()).isFalse();
    }
  }

  @Test
  void whatARunnerTellsOfItsReadinessIsKeptBeforeItIsAcknowledged() throws Exception {
    List<Check> checks = List.of(Check.ok("capacity", "Room."), Check.failed("operator", "None."));
    try (TestRunner.Stream stream = link.enrolled().connected()) {
      long told = stream.say(new FromRunner.Readiness(checks));
      stream.await(frame -> frame.ack() >= told);
    }
    Optional<LastReadiness> last =
        link.bench.transactions.inOrg(
            link.bench.org,
            tx -> new PgReadinessStore().last(tx, link.bench.org, link.bench.install.id()));
    assertThat(last).map(LastReadiness::checks).contains(checks);
  }

  @Test
  void aRunnerThatSaysNothingForTwoHeartbeatsAndAHalfIsGone() throws Exception {
    TestRunner runner = link.enrolled();
    try (TestRunner.Stream stream = runner.connected()) {
      clock.advance(LinkBench.HEARTBEAT.multipliedBy(2));
      link.hints.sweep();
      long beat = stream.say(heartbeat());
      stream.await(frame -> frame.ack() >= beat);
      clock.advance(LinkBench.HEARTBEAT.multipliedBy(3));
      link.hints.sweep();
      assertThat(EnrollmentTest.reason(stream.awaitEnd())).isEqualTo("silent");
    }
  }

  @Test
  void aRunnerThatReportsAndDoesNotBeatIsThereAndKeepsItsLease() throws Exception {
    TestRunner runner = link.enrolled();
    try (TestRunner.Stream stream = runner.connected()) {
      JobId job = link.bench.request(new JobSpec.Inspect());
      link.hints.sweep();
      long epoch = stream.await(ToRunner.Offer.class).epoch();
      long accepted = stream.say(new FromRunner.Accepted(job, epoch));
      stream.await(frame -> frame.ack() >= accepted);
      var leased = ((Phase.Running) phase(job)).leaseUntil();
      var heard = heardAt();

      clock.advance(LinkBench.HEARTBEAT);
      var step = new StepEvent(1, "look", StepEvent.State.RUNNING, "looking", clock.instant());
      long progress = stream.say(new FromRunner.Progress(job, epoch, List.of(step)));
      stream.await(frame -> frame.ack() >= progress);
      assertThat(((Phase.Running) phase(job)).leaseUntil()).isAfter(leased);
      assertThat(heardAt()).isAfter(heard);
    }
  }

  private Instant heardAt() {
    return link.bench
        .installs
        .find(link.bench.org, link.bench.install.id())
        .flatMap(InstallRecord::heardAt)
        .orElseThrow();
  }

  @Test
  void anOldStreamIsAskedToComeBack() throws Exception {
    TestRunner runner = link.enrolled();
    try (TestRunner.Stream stream = runner.connected()) {
      for (int minutes = 0; minutes < 70; minutes++) {
        clock.advance(Duration.ofMinutes(1));
        long beat = stream.say(heartbeat());
        stream.await(frame -> frame.ack() >= beat);
      }
      link.hints.sweep();
      assertThat(stream.await(ToRunner.Drain.class).retryAfter()).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void anOlderRunnerIsOfferedOnlyWhatItKnowsAndMayBeatWithoutADigest() throws Exception {
    TestRunner runner = link.enrolled();
    var older = new HashSet<>(LinkProtocol.CAPABILITIES);
    older.remove(LinkProtocol.STATE_DIGEST);
    older.remove("job.capture-logs");
    older.add("job.of-the-future");
    try (TestRunner.Stream stream = runner.silent()) {
      stream.say(TestRunner.hello(older));
      Set<String> common = stream.await(ToRunner.Welcome.class).capabilities();
      assertThat(common)
          .contains("job.inspect")
          .doesNotContain(LinkProtocol.STATE_DIGEST, "job.of-the-future");
      JobId unknown =
          link.bench.request(
              new JobSpec.CaptureLogs(
                  new CaptureId(link.bench.ids.get()),
                  List.of(),
                  clock.instant(),
                  clock.instant().plusSeconds(60)));
      JobId known = link.bench.request(new JobSpec.Inspect());
      link.hints.sweep();
      assertThat(stream.await(ToRunner.Offer.class).job()).isEqualTo(known);
      assertThat(phase(unknown)).isInstanceOf(Phase.Queued.class);
      long beat = stream.say(new FromRunner.Heartbeat(Optional.empty(), 3));
      stream.await(frame -> frame.ack() >= beat);
    }
  }

  @Test
  void aRunnerOfAProtocolThatWeDoNotSpeakIsRefusedWithBothRanges() throws Exception {
    TestRunner runner = link.enrolled();
    try (TestRunner.Stream stream = runner.silent()) {
      stream.say(new FromRunner.Hello(9, 8, "9.0.0", Set.of(), List.of(), 4, "process-1"));
      var refused = stream.awaitEnd();
      assertThat(EnrollmentTest.reason(refused)).isEqualTo("protocol-unsupported");
      assertThat(refused.getStatus().getDescription()).contains("8 to 9").contains("1 to 1");
    }
  }

  @Test
  void thoseWhoAreTooManyAtOnceAreToldWhenToComeBack() throws Exception {
    try (LinkBench narrow = new LinkBench(clock, new Buckets(1, clock))) {
      TestRunner runner = narrow.enrolled();
      try (TestRunner.Stream first = runner.connected();
          TestRunner.Stream second = runner.silent()) {
        assertThat(first.seen).isPositive();
        assertThat(EnrollmentTest.reason(second.awaitEnd())).isEqualTo("busy");
      }
    }
  }

  @Test
  void aPortThatIsTakenIsNamedWithItsHolder() {
    Assertions.assertThatExceptionOfType(StartupFailure.class)
        .isThrownBy(() ->
            new LinkListener(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), link.port()),
                    SelfMade.keys(),
                    new Peers(List::of, "bowline.test", clock),
                    new LinkService(
                        new Rooms(
                            link.bench.jobs,
                            link.bench.installs,
                            link.sessions,
                            link.enrollments,
                            TestFindings.on(link.bench.transactions),
                            TestReadiness.on(link.bench.transactions),
                            link.handover),
                        new StreamTerms(LinkBench.HEARTBEAT, null, 0, List::of, "r", clock),
                        link.streams,
                        new Buckets(1, clock),
                        new Buckets(1, clock)))
                .close())
        .withMessageContaining("port " + link.port())
        .withMessageContaining("process " + ProcessHandle.current().pid())
        .withMessageContaining("bowline.link.port");
  }

  private static X509Certificate certified(
      Authority authority, TestRunner runner, Identity identity) {
    return authority.certify(runner.key.getPublic(), identity, Duration.ofHours(1));
  }

  private static FromRunner heartbeat() {
    return new FromRunner.Heartbeat(Optional.of(HeldJob.digest(List.of())), 4);
  }

  private Phase phase(JobId job) {
    return link.bench.jobs.find(link.bench.org, job).orElseThrow().phase();
  }
}
