package io.bowline.control.edge.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.control.audit.AuditEntry;
import io.bowline.control.job.JobRecord;
import io.bowline.control.secret.Secret;
import io.bowline.model.finding.FindingReport;
import io.bowline.model.id.FleetProviderId;
import io.bowline.model.id.JobId;
import io.bowline.model.identity.Identity;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Phase;
import io.bowline.proto.codec.FromRunner;
import io.bowline.proto.codec.LinkRefusal;
import io.bowline.proto.codec.ToRunner;
import io.bowline.proto.handover.Credential;
import io.bowline.proto.handover.HandoverKey;
import io.bowline.proto.handover.Purpose;
import io.bowline.proto.handover.SealedCredential;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the hosted runner of an organization gets over the link, and what it does not.
@Timeout(300)
class HostedLinkTest {
  private static final String SECRET = "the-canary-of-a-provider";

  private final LinkBench link = new LinkBench(Clock.systemUTC());
  private final JobSpec check =
      new JobSpec.CheckProvider(new FleetProviderId(link.bench.ids.get()), 3);

  @AfterEach
  void close() {
    link.close();
  }

  @Test
  void itGetsItsOwnKindsOfWorkAndNothingOfAnInstall() throws Exception {
    TestRunner hosted = link.hostedRunner();
    assertThat(hosted.identity().role()).isEqualTo(Identity.Role.HOSTED);
    JobId own = link.askHosted(check);
    JobId lost = link.askHosted(new JobSpec.Inspect());
    JobId installs = link.bench.request(new JobSpec.Inspect());
    JobId misplaced = link.bench.request(check);
    try (TestRunner.Stream work = hosted.connected();
        TestRunner.Stream customers = link.enrolled().connected()) {
      link.hints.sweep();
      assertThat(work.await(ToRunner.Offer.class).job()).isEqualTo(own);
      assertThat(customers.await(ToRunner.Offer.class).job()).isEqualTo(installs);
      nothingMore(work, own);
      nothingMore(customers, installs);
      assertThat(phase(lost)).isInstanceOf(Phase.Queued.class);
      assertThat(phase(misplaced)).isInstanceOf(Phase.Queued.class);
    }
  }

  private void nothingMore(TestRunner.Stream stream, JobId held) throws Exception {
    link.hints.sweep();
    long beat = stream.say(new FromRunner.Heartbeat(Optional.empty(), 4));
    stream.await(frame -> {
      assertThat(frame.body()).isNotInstanceOf(ToRunner.Offer.class);
      return frame.ack() >= beat;
    });
    assertThat(phase(held)).isInstanceOf(Phase.Offered.class);
  }

  @Test
  void itFindsNothingInAnInstall() throws Exception {
    try (TestRunner.Stream stream = link.hostedRunner().connected()) {
      stream.say(new FromRunner.Findings(new FindingReport(List.of(), 0)));
      assertThat(EnrollmentTest.reason(stream.awaitEnd())).isEqualTo("role-wrong");
    }
  }

  @Test
  void itSaysOfNoInstallWhetherItIsReady() throws Exception {
    try (TestRunner.Stream stream = link.hostedRunner().connected()) {
      stream.say(new FromRunner.Readiness(List.of()));
      assertThat(EnrollmentTest.reason(stream.awaitEnd())).isEqualTo("role-wrong");
    }
  }

  @Test
  void noListAndNoNameLeadsToWhereItIsAtWork() {
    Identity hosted = link.hostedRunner().identity();
    var installs = link.bench.installs;
    assertThat(installs.list(link.bench.org, "", 100))
        .extracting(install -> install.id())
        .containsExactly(link.bench.install.id());
    assertThat(installs.find(link.bench.org, hosted.install())).isEmpty();
    assertThat(installs.named(link.bench.org, "(hosted)")).isEmpty();
    assertThat(installs.named(link.bench.org, hosted.install().toString())).isEmpty();
    link.bench.transactions.runInOrg(
        link.bench.org,
        tx -> {
          assertThat(installs.lock(tx, link.bench.org, hosted.install())).isEmpty();
          assertThat(link.hosted.place(tx, link.bench.org)).isEqualTo(hosted.install());
        });
    assertThat(link.runners.admitted(hosted)).as("at the ports of telemetry").isFalse();
    assertThat(link.runners.revoke(link.bench.org, hosted.holder(), "mine", "owner")).isEmpty();
  }

  @Test
  @Tag("P17.no-secret-in-payload")
  void aRunningJobIsHandedItsSecretSealedToTheCallsKeyAndNothingKeepsIt() throws Exception {
    TestRunner hosted = link.hostedRunner();
    JobId job = link.askHosted(check);
    link.sources.add((_, of) -> of.spec().equals(check) ? secret() : Optional.empty());
    try (TestRunner.Stream stream = hosted.connected()) {
      long epoch = taken(stream, job);
      HandoverKey key = HandoverKey.make();
      SealedCredential sealed = hosted.credential(job, epoch, key);
      assertThat(opened(key, sealed, job, epoch)).isEqualTo(SECRET);
      // what travelled once opens nothing else, and its key gets no second answer
      assertThatThrownBy(() -> opened(HandoverKey.make(), sealed, job, epoch))
          .isInstanceOf(GeneralSecurityException.class);
      assertRefused(hosted, job, epoch, key, LinkRefusal.REQUEST_MALFORMED);
      assertThat(audited()).containsExactly("credential.handed-out");
      assertThat(dump()).doesNotContain(SECRET);
    }
  }

  @Test
  void whatDoesNotHoldGetsNoSecret() throws Exception {
    TestRunner hosted = link.hostedRunner();
    JobId job = link.askHosted(check);
    try (TestRunner.Stream stream = hosted.connected()) {
      link.hints.sweep();
      long epoch = stream.await(ToRunner.Offer.class).epoch();
      assertRefused(hosted, job, epoch, HandoverKey.make(), LinkRefusal.JOB_NOT_RUNNING);
      said(stream, new FromRunner.Accepted(job, epoch));
      assertRefused(hosted, job, epoch, HandoverKey.make(), LinkRefusal.CREDENTIAL_ABSENT);
      link.sources.add((_, _) -> secret());
      assertRefused(hosted, job, epoch - 1, HandoverKey.make(), LinkRefusal.LEASE_OVER);
      assertRefused(hosted, job, epoch + 1, HandoverKey.make(), LinkRefusal.LEASE_OVER);
      JobId another = new JobId(link.bench.ids.get());
      assertRefused(hosted, another, epoch, HandoverKey.make(), LinkRefusal.LEASE_OVER);

      TestRunner customers = link.enrolled();
      assertRefused(customers, job, epoch, HandoverKey.make(), LinkRefusal.ROLE_WRONG);
      try (LinkBench elsewhere = new LinkBench(Clock.systemUTC())) {
        TestRunner neighbour = elsewhere.hostedRunner().at(link.port());
        assertRefused(neighbour, job, epoch, HandoverKey.make(), LinkRefusal.LEASE_OVER);
      }
      for (int times = 0; times < 5; times++) {
        hosted.credential(job, epoch, HandoverKey.make());
      }
      assertRefused(hosted, job, epoch, HandoverKey.make(), LinkRefusal.CREDENTIAL_SPENT);
    }
  }

  @Test
  void aRevokedOneIsCutOffAndGetsNoSecretAnyMore() throws Exception {
    TestRunner hosted = link.hostedRunner();
    JobId job = link.askHosted(check);
    link.sources.add((_, _) -> secret());
    try (TestRunner.Stream stream = hosted.connected()) {
      long epoch = taken(stream, job);
      assertThat(link.hosted.revoke(link.bench.org, hosted.identity().holder(), "lost", "staff/x"))
          .isPresent();
      assertRefused(hosted, job, epoch, HandoverKey.make(), LinkRefusal.CERTIFICATE_REVOKED);
      link.hints.sweep();
      assertThat(EnrollmentTest.reason(stream.awaitEnd())).isEqualTo("certificate-revoked");
      TestRunner next = link.hostedRunner();
      assertRefused(next, job, epoch, HandoverKey.make(), LinkRefusal.LEASE_OVER);
    }
  }

  @Test
  void aNewerOneTakesTheJobOverAndTheOldEpochIsWorthNothing() throws Exception {
    TestRunner hosted = link.hostedRunner();
    JobId job = link.askHosted(check);
    link.sources.add((_, _) -> secret());
    try (TestRunner.Stream stream = hosted.connected()) {
      long epoch = taken(stream, job);
      // it comes back from a death that took its journal: the job is given out anew
      try (TestRunner.Stream again = hosted.connected()) {
        long newer = leasedAgain(again, job, epoch);
        assertRefused(hosted, job, epoch, HandoverKey.make(), LinkRefusal.LEASE_OVER);
        HandoverKey key = HandoverKey.make();
        assertThat(opened(key, hosted.credential(job, newer, key), job, newer)).isEqualTo(SECRET);
      }
    }
  }

  private long leasedAgain(TestRunner.Stream stream, JobId job, long before) throws Exception {
    link.bench.transactions.runInOrg(
        link.bench.org,
        tx ->
            io.bowline.control.platform.store.OpenTransaction.handle(tx)
                .createUpdate("update job set not_before = now() where id = :id")
                .bind("id", job.value())
                .execute());
    link.hints.sweep();
    ToRunner.Offer offer = stream.await(ToRunner.Offer.class);
    assertThat(offer.job()).isEqualTo(job);
    assertThat(offer.epoch()).isGreaterThan(before);
    said(stream, new FromRunner.Accepted(job, offer.epoch()));
    return offer.epoch();
  }

  private long taken(TestRunner.Stream stream, JobId job)
      throws InterruptedException, StatusException, TimeoutException {
    link.hints.sweep();
    ToRunner.Offer offer = stream.await(ToRunner.Offer.class);
    assertThat(offer.job()).isEqualTo(job);
    said(stream, new FromRunner.Accepted(job, offer.epoch()));
    return offer.epoch();
  }

  private static void said(TestRunner.Stream stream, FromRunner word)
      throws InterruptedException, StatusException, TimeoutException {
    long at = stream.say(word);
    stream.await(frame -> frame.ack() >= at);
  }

  private static Optional<Secret> secret() {
    return Optional.of(Secret.of(SECRET));
  }

  private String opened(HandoverKey key, SealedCredential sealed, JobId job, long epoch)
      throws GeneralSecurityException {
    try (Credential opened = key.open(sealed, new Purpose(link.bench.org, job, epoch))) {
      return new String(opened.reveal(), UTF_8);
    }
  }

  private static void assertRefused(
      TestRunner runner, JobId job, long epoch, HandoverKey key, LinkRefusal why) {
    assertThatThrownBy(() -> runner.credential(job, epoch, key))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e ->
                assertThat(
                        EnrollmentTest.reason(new StatusException(e.getStatus(), e.getTrailers())))
                    .isEqualTo(why.word()));
  }

  private List<String> audited() {
    return link.bench.transactions.inOrg(
        link.bench.org,
        tx ->
            link.audit.before(tx, link.bench.org, Long.MAX_VALUE, 100).stream()
                .map(line -> line.entry())
                .map(AuditEntry::action)
                .filter(action -> action.startsWith("credential."))
                .toList());
  }

  /// Everything of the organization that the handover touched, as text.
  private String dump() {
    return link.bench.transactions.inOrg(
        link.bench.org,
        tx ->
            String.join(
                "\n",
                io.bowline.control.platform.store.OpenTransaction.handle(tx)
                    .createQuery(
                        """
                        select cast(j as text) || encode(spec, 'escape') from job j
                        union all select cast(c as text) from credential_handover c
                        union all select cast(a as text) from audit_entry a
                        union all select cast(t as text) from job_transition t
                        """)
                    .mapTo(String.class)
                    .list()));
  }

  private Phase phase(JobId job) {
    return link.bench.jobs.find(link.bench.org, job).map(JobRecord::phase).orElseThrow();
  }
}
