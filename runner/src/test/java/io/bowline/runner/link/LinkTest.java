package io.bowline.runner.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bowline.model.finding.Finding;
import io.bowline.model.finding.FindingKind;
import io.bowline.model.id.JobId;
import io.bowline.model.identity.Identity;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Outcome;
import io.bowline.model.job.StepEvent;
import io.bowline.model.probe.Check;
import io.bowline.proto.codec.Addresses;
import io.bowline.proto.codec.Enrollment;
import io.bowline.proto.codec.FromRunner;
import io.bowline.proto.codec.HeldJob;
import io.bowline.proto.codec.LinkProtocol;
import io.bowline.proto.codec.LinkRefusal;
import io.bowline.proto.codec.ToRunner;
import io.bowline.runner.egress.Egress;
import io.bowline.runner.finding.Board;
import io.bowline.runner.intake.Intake;
import io.bowline.runner.intake.Order;
import io.bowline.runner.journal.FolderDisk;
import io.bowline.runner.journal.JobJournal;
import io.bowline.runner.outbox.Outbox;
import io.bowline.runner.outbox.Report;
import io.bowline.runner.witness.OwnCloud;
import io.bowline.testkit.FakeClock;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class LinkTest {
  private static final JobId JOB = new JobId(new UUID(9, 9));

  @TempDir private Path folder;

  private final FakeClock clock = new FakeClock(Clock.systemUTC().instant());
  private TestControl control;
  private final Board board = new Board();
  private Intake intake;
  private Outbox outbox;
  private Credentials credentials;
  private Optional<Link> link = Optional.empty();

  @BeforeEach
  void open() throws IOException {
    control = new TestControl(clock);
    JobJournal journal =
        JobJournal.open(new FolderDisk(Files.createDirectories(folder.resolve("journal"))));
    outbox = new Outbox(journal);
    intake = new Intake(journal, outbox, 4);
  }

  @AfterEach
  void close() throws InterruptedException {
    if (link.isPresent()) {
      link.get().stop();
    }
    control.close();
  }

  @Test
  void enrollsByTheBootstrapFileAndTellsTheOtherRoomsWhoItIs() throws Exception {
    start();
    control.welcomed();
    var enroll = (Enrollment.Enroll) call();
    assertThat(enroll.token()).isEqualTo("bwle_test");
    assertThat(enroll.cloudAccount()).isEqualTo("4711");
    assertThat(credentials.await(Duration.ofMinutes(1))).isTrue();
    assertThat(credentials.identity()).contains(TestAuthority.IDENTITY);
    assertThat(credentials.addresses()).contains(control.addresses());
    assertThat(credentials.sslContext().getSocketFactory()).isNotNull();
    try (var files = Files.list(folder.resolve("state"))) {
      // a draft takes its place at any moment: the welcome writes the state once more
      assertThat(files.filter(file -> !file.toString().endsWith(".draft")))
          .isNotEmpty()
          .allSatisfy(file ->
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                  .isEqualTo("rw-------"));
    }
  }

  @Test
  void comesBackWithTheSameCertificateAfterTheServerWasRestarted() throws Exception {
    start();
    control.welcomed();
    call();
    int port = control.port();
    control.close();
    control = new TestControl(clock, control.authority, port);
    control.welcomed();
    assertThat(control.calls).isEmpty();
  }

  @Test
  void noticesAHalfOpenConnectionByTwoMissedHeartbeatsAndAHalf() throws Exception {
    control.heartbeat = Duration.ofMillis(600);
    start();
    TestControl.Stream deaf = control.welcomed();
    deaf.await(FromRunner.Heartbeat.class);
    control.welcomed(); // it said nothing any more, so the runner came again
  }

  @Test
  void handsOffersInAndSaysEveryReportUntilItIsAcknowledged() throws Exception {
    start();
    TestControl.Stream stream = control.welcomed();
    stream.say(new ToRunner.Offer(JOB, 3, 1, new JobSpec.Inspect(), ""));
    var run = (Order.Run) intake.take();
    assertThat(run.assignment().epoch()).isEqualTo(3);
    stream.await(FromRunner.Accepted.class);
    outbox.add(new Report.Result(JOB, 3, new Outcome.Done(), new JobReport.Nothing()));
    var result = stream.await(frame -> frame.body() instanceof FromRunner.Result);

    stream.end(TestControl.refusal(LinkRefusal.DRAINING));
    TestControl.Stream next = control.nextStream();
    assertThat(next.await(FromRunner.Hello.class).inFlight()).containsExactly(new HeldJob(JOB, 3));
    welcome(next);
    var again = next.await(frame -> frame.body() instanceof FromRunner.Result);
    assertThat(again.body()).isEqualTo(result.body());
    next.ack = again.sequence();
    next.say(new ToRunner.Acknowledged());
    next.say(new ToRunner.StateWanted("to see what is left"));
    assertThat(next.await(FromRunner.State.class).inFlight()).isEmpty();
    assertThat(outbox.after(0)).isEmpty();
  }

  @Test
  @Tag("C61.running-subset")
  void findingsAreToldWhenTheyChangeAndAllOfThemOnEveryNewStream() throws Exception {
    start();
    TestControl.Stream stream = control.welcomed();
    List<Finding> found = List.of(new Finding.Unchecked(FindingKind.FOREIGN_IMAGE, "no cluster"));
    board.post(FindingKind.FOREIGN_IMAGE, found);
    assertThat(stream.await(FromRunner.Findings.class).report().findings()).isEqualTo(found);
    stream.end(TestControl.refusal(LinkRefusal.DRAINING));
    TestControl.Stream next = control.welcomed();
    assertThat(next.await(FromRunner.Findings.class).report().findings()).isEqualTo(found);
    board.post(FindingKind.FOREIGN_IMAGE, List.of());
    assertThat(next.await(FromRunner.Findings.class).report().findings()).isEmpty();
  }

  @Test
  void readinessIsToldAtEachLookAndTheNewestOnEveryNewStream() throws Exception {
    start();
    TestControl.Stream stream = control.welcomed();
    List<Check> found = List.of(Check.failed("storage-class", "None is the default."));
    for (int look = 0; look < 2; look++) {
      board.readiness().post(found);
      assertThat(stream.await(FromRunner.Readiness.class).checks()).isEqualTo(found);
    }
    stream.end(TestControl.refusal(LinkRefusal.DRAINING));
    assertThat(control.welcomed().await(FromRunner.Readiness.class).checks()).isEqualTo(found);
  }

  @Test
  void aControlPlaneThatDoesNotKnowFindingsIsNotToldOfThem() throws Exception {
    board.post(FindingKind.FOREIGN_IMAGE, List.of());
    board.readiness().post(List.of());
    start();
    TestControl.Stream old = control.nextStream();
    old.await(FromRunner.Hello.class);
    welcome(old, Set.of(LinkProtocol.STATE_DIGEST));
    old.say(new ToRunner.Offer(JOB, 3, 1, new JobSpec.Inspect(), ""));
    var first =
        old.await(frame ->
            frame.body() instanceof FromRunner.Findings
                || frame.body() instanceof FromRunner.Readiness
                || frame.body() instanceof FromRunner.Accepted);
    assertThat(first.body()).isInstanceOf(FromRunner.Accepted.class);
    old.say(new ToRunner.StateWanted("look"));
    var then =
        old.await(frame ->
            frame.body() instanceof FromRunner.Findings
                || frame.body() instanceof FromRunner.Readiness
                || frame.body() instanceof FromRunner.State);
    assertThat(then.body()).isInstanceOf(FromRunner.State.class);
  }

  @Test
  void aGapMakesItTellItsFullState() throws Exception {
    start();
    TestControl.Stream stream = control.welcomed();
    stream.sequence++; // a frame gets lost
    stream.say(new ToRunner.Acknowledged());
    assertThat(stream.await(FromRunner.State.class).inFlight()).isEmpty();
  }

  @Test
  void saysEverythingAgainThatIsNotAcknowledgedWhenItsStateIsWanted() throws Exception {
    start();
    TestControl.Stream stream = control.welcomed();
    stream.say(new ToRunner.Offer(JOB, 3, 1, new JobSpec.Inspect(), ""));
    stream.await(FromRunner.Accepted.class);
    stream.say(new ToRunner.StateWanted("frame 2 is missing"));
    assertThat(stream.await(FromRunner.State.class).inFlight())
        .containsExactly(new HeldJob(JOB, 3));
    stream.await(FromRunner.Accepted.class);
  }

  @Test
  void heartbeatsCarryADigestOverTheJobsInFlight() throws Exception {
    control.heartbeat = Duration.ofSeconds(2);
    start();
    TestControl.Stream stream = control.welcomed();
    stream.say(new ToRunner.Offer(JOB, 3, 1, new JobSpec.Inspect(), ""));
    stream.await(FromRunner.Accepted.class);
    assertThat(stream.await(FromRunner.Heartbeat.class))
        .isEqualTo(
            new FromRunner.Heartbeat(Optional.of(HeldJob.digest(List.of(new HeldJob(JOB, 3)))), 3));
  }

  @Test
  void heartbeatsGoOutBetweenReportsThatComeWithoutAPause() throws Exception {
    control.heartbeat = Duration.ofMillis(200);
    start();
    TestControl.Stream stream = control.welcomed();
    stream.say(new ToRunner.Offer(JOB, 3, 1, new JobSpec.Inspect(), ""));
    stream.await(FromRunner.Accepted.class);
    boolean beaten = false;
    for (int i = 1; !beaten; i++) {
      int event = i;
      var step = new StepEvent(i, "look", StepEvent.State.RUNNING, "looking", clock.instant());
      outbox.add(new Report.Progress(JOB, 3, List.of(step)));
      var next =
          stream.await(frame ->
              frame.body() instanceof FromRunner.Heartbeat
                  || (frame.body() instanceof FromRunner.Progress said
                      && said.events().getLast().sequence() == event));
      stream.ack = next.sequence();
      stream.say(new ToRunner.Acknowledged());
      beaten = next.body() instanceof FromRunner.Heartbeat;
    }
    assertThat(beaten).isTrue();
  }

  @Test
  void comesBackAfterADrainAndLeavesInPeace() throws Exception {
    start();
    TestControl.Stream stream = control.welcomed();
    stream.say(new ToRunner.Drain(Duration.ofMillis(50), "this replica stops"));
    TestControl.Stream next = control.welcomed();
    link.get().stop();
    assertThat(next.await(FromRunner.Leaving.class).reason()).contains("stops");
  }

  @Test
  void renewsInTheMiddleOfTheCertificatesLifeAndDropsTheOldStreamOnlyAfterTheNewIsWelcomed()
      throws Exception {
    start();
    TestControl.Stream old = control.welcomed();
    call();
    assertThat(credentials.await(Duration.ofMinutes(1))).isTrue();
    X509Certificate first = leaf();
    clock.advance(Duration.ofHours(24).multipliedBy(61).dividedBy(100));
    assertThat(call()).isInstanceOf(Enrollment.Renew.class);
    TestControl.Stream fresh = control.nextStream();
    fresh.await(FromRunner.Hello.class);
    assertThat(leaf()).as("until the welcome the old one counts").isEqualTo(first);
    welcome(fresh);
    assertThat(old.await(FromRunner.Leaving.class).reason()).contains("newer certificate");
    assertThat(leaf().getPublicKey()).isNotEqualTo(first.getPublicKey());
  }

  @Test
  void recoversByItsLongLivedKeyAfterALongAbsence() throws Exception {
    start();
    control.welcomed();
    var enroll = (Enrollment.Enroll) call();
    link.get().stop();
    clock.advance(Duration.ofDays(90));
    start();
    control.welcomed();
    var recover = (Enrollment.Recover) call();
    assertThat(recover.runnerKey()).isEqualTo(enroll.runnerKey());
    assertThat(recover.generation()).isEqualTo(1);
  }

  @Test
  void recoversWhenTheAnswerToItsEnrollmentWasLost() throws Exception {
    control.refuseEnroll = Optional.of(LinkRefusal.TOKEN_USED);
    start();
    control.welcomed();
    assertThat(call()).isInstanceOf(Enrollment.Enroll.class);
    assertThat(call()).isInstanceOf(Enrollment.Recover.class);
  }

  @Test
  void aRefusedTokenIsOneLineThatSaysWhatToDo() throws Exception {
    control.refuseEnroll = Optional.of(LinkRefusal.TOKEN_EXPIRED);
    Path bootstrap = bootstrap(control.addresses());
    credentials = new Credentials();
    var certificates = certificates(bootstrap);
    var connector = connector();
    try {
      assertThatExceptionOfType(LinkFailure.class)
          .isThrownBy(() -> certificates.valid(connector))
          .withMessage(
              "localhost:%d refuses: it is token-expired (get a new bootstrap file; a token lives"
                      .formatted(control.port())
                  + " for an hour at most)");
    } finally {
      connector.close();
    }
  }

  @Test
  void aRevokedRunnerEnrollsAnewAsSoonAsThereIsAnotherToken() throws Exception {
    start();
    TestControl.Stream stream = control.welcomed();
    call();
    stream.end(TestControl.refusal(LinkRefusal.CERTIFICATE_REVOKED));
    write(control.addresses(), "bwle_another_one");
    control.welcomed();
    assertThat(((Enrollment.Enroll) call()).token()).isEqualTo("bwle_another_one");
  }

  @Test
  void goesToTheAlternateAddressWhenTheUsualPortIsBlocked() throws Exception {
    int blocked;
    try (var socket = new ServerSocket(0)) {
      blocked = socket.getLocalPort();
    }
    var address = new Addresses.Address("localhost", blocked, "localhost", control.port());
    control.addresses = Optional.of(new Addresses(address, address, address, address));
    bootstrap(control.addresses());
    start();
    control.welcomed();
  }

  private void start() throws IOException {
    if (!Files.exists(folder.resolve("bootstrap.json"))) {
      bootstrap(control.addresses());
    }
    credentials = new Credentials();
    var random = new Random(5);
    var started =
        new Link(
            certificates(folder.resolve("bootstrap.json")),
            connector(),
            clock,
            random,
            new BackOff(random, Duration.ofMillis(20)));
    link = Optional.of(started);
    started.start();
  }

  private Certificates certificates(Path bootstrap) {
    return new Certificates(
        new LinkFolder(folder.resolve("state")),
        Optional.of(bootstrap),
        credentials,
        new CertificateCalls(
            "0.1.0", Egress.ofEverythingDeclared(), new OwnCloud(Clock.systemUTC())),
        clock);
  }

  private Connector connector() {
    return new Connector(
        intake,
        outbox,
        board,
        new Greeting("0.1.0", LinkProtocol.CAPABILITIES, "process-1", Identity.Role.RUNNER),
        credentials,
        Egress.ofEverythingDeclared());
  }

  private Path bootstrap(Addresses addresses) throws IOException {
    return write(addresses, "bwle_test");
  }

  private Path write(Addresses addresses, String token) throws IOException {
    var link = addresses.link();
    String one =
        """
        {"host": "%s", "port": %d, "alternateHost": "%s", "alternatePort": %d}
        """
            .formatted(link.host(), link.port(), link.alternateHost(), link.alternatePort());
    return Files.writeString(
        folder.resolve("bootstrap.json"),
        """
        {"version": 1, "token": "%s", "authorities": "%s", "cloudAccount": "4711",
         "addresses": {"link": %s, "logs": %s, "metrics": %s, "artifacts": %s}}
        """
            .formatted(
                token,
                Pem.write(List.of(control.authority.certificate)).replace("\n", "\\n"),
                one,
                one,
                one,
                one));
  }

  private void welcome(TestControl.Stream stream) {
    welcome(stream, LinkProtocol.CAPABILITIES);
  }

  private void welcome(TestControl.Stream stream, Set<String> capabilities) {
    stream.say(
        new ToRunner.Welcome(
            1,
            capabilities,
            2,
            control.heartbeat,
            control.addresses(),
            7,
            List.of(control.authority.certificate)));
  }

  private X509Certificate leaf() {
    return credentials.state().orElseThrow().material().leaf();
  }

  private Enrollment call() throws InterruptedException {
    Enrollment call = control.calls.poll(60, TimeUnit.SECONDS);
    assertThat(call).isNotNull();
    return call;
  }
}
