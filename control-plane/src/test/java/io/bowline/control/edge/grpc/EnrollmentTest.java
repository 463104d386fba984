package io.bowline.control.edge.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bowline.control.arrival.Abandonment;
import io.bowline.control.audit.ChainLink;
import io.bowline.control.fleet.TestFleets;
import io.bowline.control.install.Creation;
import io.bowline.control.install.InstallStatus;
import io.bowline.control.install.NewInstall;
import io.bowline.control.install.StatusChange;
import io.bowline.control.platform.store.OpenTransaction;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.control.runner.Dismissal;
import io.bowline.control.runner.IssuedToken;
import io.bowline.control.runner.NewToken;
import io.bowline.control.runner.RecoveryPolicy;
import io.bowline.model.id.InstallId;
import io.bowline.model.identity.Identity;
import io.bowline.proto.codec.Enrollment;
import io.bowline.proto.codec.LinkProtocol;
import io.bowline.proto.codec.LinkRefusal;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EnrollmentTest {
  private static LinkBench link;

  @BeforeAll
  static void open() {
    link = new LinkBench(Clock.systemUTC());
  }

  @AfterAll
  static void close() {
    link.close();
  }

  @Test
  @Tag("C28.rotating-credential")
  void aTokenBuysACertificateForADayThatIsRenewedWithAnotherKey() throws Exception {
    var runner = new TestRunner(link.port(), LinkBench.AUTHORITY.bundle());
    Enrollment.Enrolled enrolled = runner.enroll(link.token().text());
    X509Certificate first = runner.chain.getFirst();
    Identity identity = runner.identity();
    assertThat(identity.org()).isEqualTo(link.bench.org);
    assertThat(identity.install()).isEqualTo(link.bench.install.id());
    assertThat(identity.role()).isEqualTo(Identity.Role.RUNNER);
    assertThat(Duration.between(Clock.systemUTC().instant(), first.getNotAfter().toInstant()))
        .isLessThanOrEqualTo(Duration.ofHours(24));
    assertThat(enrolled.addresses().link().port()).isEqualTo(link.port());
    assertThat(enrolled.trustRootVersion()).isEqualTo(3);
    assertThat(enrolled.certificates().authorities()).isEqualTo(LinkBench.AUTHORITY.bundle());

    runner.renew();
    X509Certificate second = runner.chain.getFirst();
    assertThat(second.getPublicKey()).isNotEqualTo(first.getPublicKey());
    assertThat(runner.identity()).isEqualTo(identity);
    runner.connected().close();
  }

  @Test
  @Tag("C29.awaiting-runner")
  void anInstallAwaitsItsRunnerUntilItIsHeard() {
    var wish = new NewInstall("has-a-cluster", "acme/streaming", "byok", "own", "here", Map.of());
    var made = (Creation.Created) link.bench.installs.create(link.bench.org, wish, "test");
    InstallId install = made.install().id();
    assertThat(made.install().status()).isEqualTo(InstallStatus.DRAFT);
    IssuedToken token = link.token(install, "");
    assertThat(status(install)).isEqualTo(InstallStatus.AWAITING_RUNNER);
    new TestRunner(link.port(), LinkBench.AUTHORITY.bundle()).enroll(token.text());
    assertThat(status(install)).isEqualTo(InstallStatus.ACTIVE);
  }

  private static InstallStatus status(InstallId install) {
    return link.bench.installs.find(link.bench.org, install).orElseThrow().status();
  }

  @Test
  void anInstallWhoseLastTokenEndedUnusedIsADraftAgainThatSaysSo() {
    var install = link.bench.install("too-late").id();
    IssuedToken first = link.token(install, "");
    assertThat(status(install)).isEqualTo(InstallStatus.AWAITING_CUSTOMER);
    IssuedToken second = link.token(install, "");
    end(first);
    link.tokens.sweep();
    assertThat(status(install)).isEqualTo(InstallStatus.AWAITING_CUSTOMER);
    end(second);
    link.tokens.sweep();
    assertThat(link.bench.installs.find(link.bench.org, install))
        .get()
        .matches(now -> now.status() == InstallStatus.DRAFT)
        .matches(now -> now.reason().contains("ended unused") && now.reason().contains("another"));
    link.tokens.sweep();
    IssuedToken third = link.token(install, "");
    new TestRunner(link.port(), LinkBench.AUTHORITY.bundle()).enroll(third.text());
    assertThat(link.bench.installs.history(link.bench.org, install, 10))
        .extracting(StatusChange::status)
        .containsSubsequence(
            InstallStatus.AWAITING_CUSTOMER,
            InstallStatus.DRAFT,
            InstallStatus.AWAITING_CUSTOMER,
            InstallStatus.ACTIVE);
  }

  private static void end(IssuedToken token) {
    TestDatabase.transactions()
        .runInOrg(
            link.bench.org,
            tx ->
                OpenTransaction.handle(tx)
                    .execute(
                        "update enrollment_token set expires_at = now() where id = ?",
                        token.token().id().value()));
  }

  @Test
  @Tag("C28.single-use")
  @Tag("C28.second-use-refused")
  void theSecondUseOfATokenIsRefusedAndAudited() {
    IssuedToken token = link.token();
    new TestRunner(link.port(), LinkBench.AUTHORITY.bundle()).enroll(token.text());
    var thief = new TestRunner(link.port(), LinkBench.AUTHORITY.bundle());
    refused(() -> thief.enroll(token.text()), Status.Code.UNAUTHENTICATED, LinkRefusal.TOKEN_USED);
    List<ChainLink> newest =
        link.bench.transactions.inOrg(
            link.bench.org, tx -> link.audit.before(tx, link.bench.org, Long.MAX_VALUE, 1));
    assertThat(newest.getFirst().entry().action()).isEqualTo("runner.enroll-refused");
    assertThat(newest.getFirst().entry().actor())
        .isEqualTo("enrollment-token/" + token.token().id());
    assertThat(newest.getFirst().entry().detail()).contains("token-used");
  }

  /// Who gets hold of a fresh token takes the place of the runner; that has to be seen.
  @Test
  void aTokenThatReplacesARunnerIsAuditedAsThat() {
    TestRunner first = new TestRunner(link.port(), LinkBench.AUTHORITY.bundle());
    first.enroll(link.token().text());
    IssuedToken token = link.token();
    TestRunner second = new TestRunner(link.port(), LinkBench.AUTHORITY.bundle());
    second.enroll(token.text());
    List<ChainLink> newest =
        link.bench.transactions.inOrg(
            link.bench.org, tx -> link.audit.before(tx, link.bench.org, Long.MAX_VALUE, 2));
    assertThat(newest)
        .extracting(link -> link.entry().action())
        .containsExactly("runner.enroll", "runner.replace");
    assertThat(newest.getLast().entry().actor())
        .isEqualTo("enrollment-token/" + token.token().id());
    assertThat(newest.getLast().entry().detail())
        .contains(first.identity().holder() + " by runner/" + second.identity().holder());
  }

  @Test
  @Tag("C28.short-lived")
  void aTokenLivesForAnHourAtMostAndIsRefusedAfterwards() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            link.tokens.issue(
                link.bench.org,
                new NewToken(
                    link.bench.install.id(), Duration.ofMinutes(61), "", "", "token/test")))
        .withMessageContaining("at most an hour");
    IssuedToken token = link.token();
    end(token);
    var late = new TestRunner(link.port(), LinkBench.AUTHORITY.bundle());
    refused(
        () -> late.enroll(token.text()), Status.Code.UNAUTHENTICATED, LinkRefusal.TOKEN_EXPIRED);
  }

  @Test
  void aTokenIsKeptAsAHashOnly() {
    IssuedToken token = link.token();
    assertThat(token.toString()).doesNotContain(token.text());
    String row =
        TestDatabase.transactions()
            .inOrg(
                link.bench.org,
                tx ->
                    OpenTransaction.handle(tx)
                        .createQuery(
                            "select enrollment_token::text from enrollment_token where id = :id")
                        .bind("id", token.token().id().value())
                        .mapTo(String.class)
                        .one());
    assertThat(row).contains("sha256:").doesNotContain(token.text());
  }

  @Test
  @Tag("C1.foreign-account-refused")
  void aRunnerInAnotherAccountIsTurnedAwayAndTheNextTryBeginsWithAnotherToken() {
    var install = link.bench.install("elsewhere").id();
    IssuedToken bound = link.token(install, "123456789012");
    var elsewhere = new TestRunner(link.port(), LinkBench.AUTHORITY.bundle());
    refused(
        () -> elsewhere.enroll(bound.text(), "999999999999"),
        Status.Code.UNAUTHENTICATED,
        LinkRefusal.TOKEN_FOREIGN);
    assertThat(link.bench.installs.find(link.bench.org, install))
        .get()
        .matches(now -> now.status() == InstallStatus.DRAFT)
        .matches(now -> now.reason().contains("999999999999"), "names the account that came")
        .matches(now -> now.reason().contains("make another one"), "says what to do");
    // whoever has it now, in whatever account: it is void
    refused(
        () -> elsewhere.enroll(bound.text(), "123456789012"),
        Status.Code.UNAUTHENTICATED,
        LinkRefusal.TOKEN_EXPIRED);
    var here = new TestRunner(link.port(), LinkBench.AUTHORITY.bundle());
    here.enroll(link.token(install, "123456789012").text(), "123456789012");
    assertThat(status(install)).isEqualTo(InstallStatus.ACTIVE);
  }

  @Test
  void anInstallThatWasGivenUpHasNoRunnerAndItsTokensAdmitNobody() throws Exception {
    var install = link.bench.install("given-up").id();
    var runner = new TestRunner(link.port(), LinkBench.AUTHORITY.bundle());
    runner.enroll(link.token(install, "").text());
    IssuedToken out = link.token(install, "");
    assertThat(status(install)).isEqualTo(InstallStatus.ACTIVE);
    var abandonment =
        new Abandonment(
            link.bench.installs,
            new Dismissal(link.tokens, link.runners),
            new TestFleets().fleets,
            link.audit);
    Abandonment.Answer answer =
        link.bench.transactions.inOrg(
            link.bench.org,
            tx -> abandonment.abandon(tx, link.bench.org, install, "given-up", "anna"));
    assertThat(answer).isInstanceOf(Abandonment.Answer.Done.class);
    try (TestRunner.Stream stream = runner.silent()) {
      stream.say(TestRunner.hello(LinkProtocol.CAPABILITIES));
      assertThat(reason(stream.awaitEnd())).isEqualTo("certificate-revoked");
    }
    var late = new TestRunner(link.port(), LinkBench.AUTHORITY.bundle());
    refused(() -> late.enroll(out.text()), Status.Code.UNAUTHENTICATED, LinkRefusal.TOKEN_EXPIRED);
    assertThat(status(install)).isEqualTo(InstallStatus.ABANDONED);
  }

  /// What a stranger writes where an account belongs is not shown to people.
  @Test
  void whatIsNoAccountIsNotRepeated() {
    var install = link.bench.install("hostile").id();
    var hostile = new TestRunner(link.port(), LinkBench.AUTHORITY.bundle());
    IssuedToken token = link.token(install, "123456789012");
    refused(
        () -> hostile.enroll(token.text(), "<b>call us at 555</b>"),
        Status.Code.UNAUTHENTICATED,
        LinkRefusal.TOKEN_FOREIGN);
    assertThat(link.bench.installs.find(link.bench.org, install))
        .get()
        .matches(now -> now.reason().contains("does not name") && !now.reason().contains("555"));
  }

  @Test
  void anInventedTokenIsRefused() {
    var stranger = new TestRunner(link.port(), LinkBench.AUTHORITY.bundle());
    refused(
        () -> stranger.enroll("bwle_invented", ""),
        Status.Code.UNAUTHENTICATED,
        LinkRefusal.TOKEN_UNKNOWN);
  }

  @Test
  void recoversByTheLongLivedKeyButNeverTwiceByOneGeneration() throws Exception {
    TestRunner runner = link.enrolled();
    Identity before = runner.identity();
    runner.recover(5);
    assertThat(runner.identity()).isEqualTo(before);
    runner.connected().close();
    refused(() -> runner.recover(5), Status.Code.PERMISSION_DENIED, LinkRefusal.RECOVERY_REPLAYED);
    runner.recover(6);
    assertThat(link.runners.find(link.bench.org, before.holder()))
        .get()
        .matches(record -> record.recoveries() == 2);
  }

  @Test
  void recoveryFollowsTheOrganizationsPolicyAndNeedsAKnownKey() {
    TestRunner runner = link.enrolled();
    link.runners.recoveryPolicy(link.bench.org, new RecoveryPolicy(false, Duration.ofDays(1)));
    try {
      refused(() -> runner.recover(1), Status.Code.PERMISSION_DENIED, LinkRefusal.RECOVERY_REFUSED);
    } finally {
      link.runners.recoveryPolicy(link.bench.org, RecoveryPolicy.STANDARD);
    }
    var stranger = new TestRunner(link.port(), LinkBench.AUTHORITY.bundle());
    refused(() -> stranger.recover(1), Status.Code.PERMISSION_DENIED, LinkRefusal.RUNNER_UNKNOWN);
  }

  @Test
  void aNewRunnerOfAnInstallTakesThePlaceOfTheOldOne() throws Exception {
    TestRunner old = link.enrolled();
    link.enrolled();
    refused(() -> old.recover(1), Status.Code.PERMISSION_DENIED, LinkRefusal.CERTIFICATE_REVOKED);
    try (TestRunner.Stream stream = old.silent()) {
      stream.say(TestRunner.hello(LinkProtocol.CAPABILITIES));
      assertThat(reason(stream.awaitEnd())).isEqualTo("certificate-revoked");
    }
  }

  static void refused(ThrowingCallable call, Status.Code code, LinkRefusal why) {
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(call)
        .matches(thrown -> thrown.getStatus().getCode() == code, "code " + code)
        .matches(thrown -> why.word().equals(reason(thrown.getTrailers())), "reason " + why)
        .matches(thrown -> thrown.getStatus().getDescription() != null, "says what happened");
  }

  static String reason(StatusException thrown) {
    return reason(thrown.getTrailers());
  }

  private static String reason(Metadata trailers) {
    return trailers == null
        ? ""
        : trailers.get(
            Metadata.Key.of(LinkProtocol.REASON_TRAILER, Metadata.ASCII_STRING_MARSHALLER));
  }
}
