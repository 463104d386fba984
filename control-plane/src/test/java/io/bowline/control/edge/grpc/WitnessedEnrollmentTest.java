package io.bowline.control.edge.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.arrival.witness.CloudWitnesses;
import io.bowline.control.install.Creation;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.InstallStatus;
import io.bowline.control.install.NewInstall;
import io.bowline.control.install.ProofPolicy;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.control.runner.IssuedToken;
import io.bowline.model.id.InstallId;
import io.bowline.model.place.Cloud;
import io.bowline.proto.codec.CloudWitness;
import io.bowline.proto.codec.LinkRefusal;
import io.bowline.sso.Clouds;
import io.bowline.sso.Whereabouts;
import io.grpc.Status;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Enrollments over the link whose accounts a cloud vouches for, or not. How the clouds are asked
/// is shown beside `CloudWords`.
class WitnessedEnrollmentTest {
  private static final String ACCOUNT = "123456789012";
  private static final String ARN = "arn:aws:sts::123456789012:assumed-role/bowline-prod-runner/i";
  private static final Saying CLOUDS = new Saying();

  private static LinkBench link;
  private static int count;

  /// Clouds that say what a test wants.
  private static final class Saying implements Clouds {
    private Whereabouts next = new Whereabouts.Known(ACCOUNT, "", ARN);
    private final List<String> bound = new ArrayList<>();

    @Override
    public Whereabouts aws(Question question, String header, String value) {
      bound.add(question.region() + " " + header + " " + value);
      return question.authorization().equals("signed for " + value)
          ? next
          : new Whereabouts.Disbelieved("is for another enrollment");
    }

    @Override
    public Whereabouts google(String token, String audience) {
      bound.add(audience);
      return next;
    }

    @Override
    public Whereabouts azure(String token, String audience) {
      bound.add(audience);
      return next;
    }
  }

  @BeforeAll
  static void open() {
    Clock clock = Clock.systemUTC();
    link =
        new LinkBench(
            clock,
            new Buckets(10_000, clock),
            TestDatabase.transactions(),
            installs ->
                new CloudWitnesses(
                    TestDatabase.transactions(),
                    installs,
                    CLOUDS,
                    new CloudWitnesses.Verified(Set.of(Cloud.AWS, Cloud.GCP))));
  }

  @AfterAll
  static void close() {
    link.close();
  }

  @BeforeEach
  void honest() {
    CLOUDS.next = new Whereabouts.Known(ACCOUNT, "", ARN);
    CLOUDS.bound.clear();
  }

  private static InstallId install(Optional<ProofPolicy> proof) {
    var wish =
        new NewInstall(
            "witnessed-" + ++count, "acme/streaming", "aws", ACCOUNT, "eu-west-1", Map.of(), proof);
    return ((Creation.Created) link.bench.installs.create(link.bench.org, wish, "test"))
        .install()
        .id();
  }

  private static InstallRecord now(InstallId install) {
    return link.bench.installs.find(link.bench.org, install).orElseThrow();
  }

  private static TestRunner runner() {
    return new TestRunner(link.port(), LinkBench.AUTHORITY.bundle());
  }

  private static CloudWitness signedFor(String binding) {
    return new CloudWitness.AwsQuestion("signed for " + binding, "20261122T120000Z", "session");
  }

  @Test
  void aRunnerWhoseCloudVouchesForItComesInAndTheInstallSaysWhoItIs() {
    InstallId install = install(Optional.empty());
    IssuedToken token = link.token(install, ACCOUNT);
    runner().enroll(token.text(), ACCOUNT, "", WitnessedEnrollmentTest::signedFor);
    assertThat(now(install).status()).isEqualTo(InstallStatus.ACTIVE);
    assertThat(now(install).proof().vouchedFor()).contains(ARN);
    assertThat(now(install).proof().at()).isPresent();
    assertThat(CLOUDS.bound)
        .singleElement()
        .asString()
        .matches("eu-west-1 x-bowline-enrollment [0-9a-f]{64}");
  }

  @Test
  @Tag("C1.foreign-account-refused")
  void aRunnerWhoseCloudSaysAnotherAccountIsTurnedAwayWhateverItSaysItself() {
    CLOUDS.next = new Whereabouts.Known("999999999999", "", ARN);
    InstallId install = install(Optional.empty());
    IssuedToken token = link.token(install, ACCOUNT);
    EnrollmentTest.refused(
        () -> runner().enroll(token.text(), ACCOUNT, "", WitnessedEnrollmentTest::signedFor),
        Status.Code.UNAUTHENTICATED,
        LinkRefusal.TOKEN_FOREIGN);
    assertThat(now(install).status()).isEqualTo(InstallStatus.DRAFT);
    assertThat(now(install).reason())
        .contains("is for account " + ACCOUNT)
        .contains("this runner is in 999999999999");
    CLOUDS.next = new Whereabouts.Known(ACCOUNT, "", ARN);
    EnrollmentTest.refused(
        () -> runner().enroll(token.text(), ACCOUNT, "", WitnessedEnrollmentTest::signedFor),
        Status.Code.UNAUTHENTICATED,
        LinkRefusal.TOKEN_EXPIRED);
  }

  @Test
  void aWordThatWasSaidForAnotherEnrollmentVoidsTheToken() {
    InstallId install = install(Optional.of(ProofPolicy.IF_OFFERED));
    IssuedToken token = link.token(install, ACCOUNT);
    EnrollmentTest.refused(
        () -> runner().enroll(token.text(), ACCOUNT, "", _ -> signedFor("another")),
        Status.Code.UNAUTHENTICATED,
        LinkRefusal.ACCOUNT_UNPROVEN);
    assertThat(now(install).status()).isEqualTo(InstallStatus.DRAFT);
  }

  @Test
  void aRunnerWithoutProofIsKeptOutWhereOneIsRequiredAndItsTokenStaysGood() {
    InstallId install = install(Optional.empty());
    IssuedToken token = link.token(install, ACCOUNT);
    EnrollmentTest.refused(
        () -> runner().enroll(token.text(), ACCOUNT),
        Status.Code.UNAUTHENTICATED,
        LinkRefusal.ACCOUNT_UNPROVEN);
    assertThat(now(install).status()).isEqualTo(InstallStatus.AWAITING_CUSTOMER);
    assertThat(now(install).reason()).contains("requires a proof").contains("service account");
    runner().enroll(token.text(), ACCOUNT, "", WitnessedEnrollmentTest::signedFor);
    assertThat(now(install).status()).isEqualTo(InstallStatus.ACTIVE);
  }

  @Test
  void whereNoneIsRequiredItComesInWithoutAndTheInstallNamesNobody() {
    InstallId install = install(Optional.of(ProofPolicy.IF_OFFERED));
    runner().enroll(link.token(install, ACCOUNT).text(), ACCOUNT);
    assertThat(now(install).status()).isEqualTo(InstallStatus.ACTIVE);
    assertThat(now(install).proof().vouchedFor()).isEmpty();
  }

  @Test
  void aCloudThatDoesNotAnswerIsWaitedForWhereAProofIsRequired() {
    CLOUDS.next = new Whereabouts.Unasked("STS does not answer now");
    InstallId install = install(Optional.of(ProofPolicy.REQUIRED));
    IssuedToken token = link.token(install, ACCOUNT);
    EnrollmentTest.refused(
        () -> runner().enroll(token.text(), ACCOUNT, "", WitnessedEnrollmentTest::signedFor),
        Status.Code.RESOURCE_EXHAUSTED,
        LinkRefusal.BUSY);
    CLOUDS.next = new Whereabouts.Known(ACCOUNT, "", ARN);
    runner().enroll(token.text(), ACCOUNT, "", WitnessedEnrollmentTest::signedFor);
    assertThat(now(install).status()).isEqualTo(InstallStatus.ACTIVE);
  }

  @Test
  void aWordOfAnotherCloudOrWithATokenThatIsNoneIsNotEvenAskedAbout() {
    InstallId install = install(Optional.empty());
    IssuedToken token = link.token(install, ACCOUNT);
    EnrollmentTest.refused(
        () ->
            runner().enroll(token.text(), ACCOUNT, "", _ -> new CloudWitness.GoogleToken("a.b.c")),
        Status.Code.UNAUTHENTICATED,
        LinkRefusal.ACCOUNT_UNPROVEN);
    EnrollmentTest.refused(
        () -> runner().enroll("bwle_no", ACCOUNT, "", WitnessedEnrollmentTest::signedFor),
        Status.Code.UNAUTHENTICATED,
        LinkRefusal.TOKEN_UNKNOWN);
    EnrollmentTest.refused(
        () -> runner().enroll(token.text(), ACCOUNT, "", WitnessedEnrollmentTest::signedFor),
        Status.Code.UNAUTHENTICATED,
        LinkRefusal.TOKEN_EXPIRED);
    assertThat(CLOUDS.bound).isEmpty();
  }
}
