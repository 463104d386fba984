package io.bowline.runner.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.model.id.FleetProviderId;
import io.bowline.model.id.JobId;
import io.bowline.model.job.JobSpec;
import io.bowline.proto.codec.Bytes;
import io.bowline.proto.codec.CredentialCodec;
import io.bowline.proto.codec.Enrollment;
import io.bowline.proto.codec.LinkRefusal;
import io.bowline.proto.handover.Credential;
import io.bowline.proto.handover.HandoverKey;
import io.bowline.proto.handover.Purpose;
import io.bowline.proto.handover.SealedCredential;
import io.bowline.runner.egress.Egress;
import io.bowline.runner.hosted.HandoverException;
import io.bowline.runner.intake.Assignment;
import io.bowline.runner.witness.OwnCloud;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CredentialCallsTest {
  private static final byte[] SECRET = "the-canary".getBytes(UTF_8);
  private static final Assignment ASSIGNMENT =
      new Assignment(
          new JobId(new UUID(0, 1)),
          3,
          1,
          new JobSpec.CheckProvider(new FleetProviderId(new UUID(0, 2)), 1),
          "");

  private final TestControl control = new TestControl(Clock.systemUTC());
  private final Credentials credentials = new Credentials();
  private final CredentialCalls calls =
      new CredentialCalls(credentials, Egress.ofEverythingDeclared());
  private final List<CredentialCodec.Wish> asked = new ArrayList<>();

  @TempDir Path folder;

  @BeforeEach
  void enroll() throws IOException {
    Bootstrap bootstrap = Bootstrap.read(control.bootstrap(folder));
    KeyPair pair = Keys.generate();
    try (Dialer dialer = new Dialer();
        Dialer.Dialed dialed =
            dialer.anonymous(bootstrap.addresses().link(), false, bootstrap.authorities())) {
      Enrollment.Enrolled enrolled =
          new CertificateCalls(
                  "0.1.0", Egress.ofEverythingDeclared(), new OwnCloud(Clock.systemUTC()))
              .enroll(dialed, bootstrap, Keys.generate(), pair);
      credentials.adopt(
          new LinkState(
              new KeyMaterial(
                  pair.getPrivate(),
                  enrolled.certificates().chain(),
                  enrolled.certificates().authorities()),
              enrolled.addresses(),
              enrolled.trustRootVersion(),
              ""));
    }
  }

  @AfterEach
  void close() {
    calls.close();
    control.close();
  }

  private SealedCredential sealed(CredentialCodec.Wish wish, long epoch) {
    var purpose = new Purpose(credentials.identity().orElseThrow().org(), wish.job(), epoch);
    return HandoverKey.seal(wish.publicKey().toArray(), purpose, SECRET);
  }

  @Test
  void asksWithAKeyOfTheCallsOwnAndOpensWhatIsSealedToIt() throws Exception {
    control.handover =
        wish -> {
          asked.add(wish);
          return sealed(wish, wish.epoch());
        };
    for (int times = 0; times < 2; times++) {
      try (Credential credential = calls.ask(ASSIGNMENT)) {
        assertThat(credential.reveal()).isEqualTo(SECRET);
      }
    }
    assertThat(asked).extracting(CredentialCodec.Wish::epoch).containsExactly(3L, 3L);
    assertThat(asked).extracting(CredentialCodec.Wish::publicKey).doesNotHaveDuplicates();
  }

  @Test
  void asksAgainWhileItsAcceptIsUnderWay() throws Exception {
    var early = new AtomicInteger(3);
    control.handover =
        wish -> {
          if (early.getAndDecrement() > 0) {
            throw TestControl.refusal(LinkRefusal.JOB_NOT_RUNNING);
          }
          return sealed(wish, wish.epoch());
        };
    try (Credential credential = calls.ask(ASSIGNMENT)) {
      assertThat(credential.reveal()).isEqualTo(SECRET);
    }
  }

  @Test
  void aRefusalIsFinalWhereAskingAgainWouldNotHelp() {
    for (LinkRefusal why :
        List.of(
            LinkRefusal.LEASE_OVER,
            LinkRefusal.ROLE_WRONG,
            LinkRefusal.CREDENTIAL_ABSENT,
            LinkRefusal.CREDENTIAL_SPENT,
            LinkRefusal.CERTIFICATE_REVOKED)) {
      var times = new AtomicInteger();
      control.handover =
          _ -> {
            times.incrementAndGet();
            throw TestControl.refusal(why);
          };
      assertThatThrownBy(() -> calls.ask(ASSIGNMENT))
          .as(why.word())
          .isInstanceOfSatisfying(
              HandoverException.class, e -> assertThat(e.retryable()).isFalse());
      assertThat(times).hasValue(1);
    }
  }

  @Test
  void anAnswerToAnotherCallOrOfAnotherLeaseIsNotOpened() {
    CredentialCodec.Wish earlier =
        new CredentialCodec.Wish(ASSIGNMENT.job(), 3, Bytes.of(HandoverKey.make().publicKey()));
    control.handover = _ -> sealed(earlier, 3);
    assertThatThrownBy(() -> calls.ask(ASSIGNMENT)).isInstanceOf(HandoverException.class);
    control.handover = wish -> sealed(wish, 2);
    assertThatThrownBy(() -> calls.ask(ASSIGNMENT)).isInstanceOf(HandoverException.class);
  }
}
