package io.bowline.release.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.model.release.Release;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class VerifierTest {
  private static final String PRODUCT = "acme/streaming";
  private final SigningKey key = SigningKey.generate();
  private final Verifier verifier =
      new Verifier(new TrustRoot(1, PRODUCT, List.of(key.publicKey())));
  private final Digest manifest = Digest.of(new byte[] {1});
  private final Release release =
      new Release(PRODUCT, "2.0.0", 5, "", List.of(), List.of(), List.of());

  private Statement.Published statement() {
    return new Statement.Published(PRODUCT, "2.0.0", 5, manifest);
  }

  private Verdict judge(Seen seen, byte[]... envelopes) {
    return verifier.judge(manifest, release, List.of(envelopes), seen);
  }

  private static void untrusted(Verdict verdict, Verdict.Reason reason) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Untrusted.class, no -> assertThat(no.reason()).isEqualTo(reason));
  }

  @Test
  void aReleaseSignedByATrustedKeyIsTrusted() {
    assertThat(judge(Seen.NOTHING, statement().sign(key)))
        .isEqualTo(new Verdict.Trusted(statement(), key.id(), false));
  }

  @Test
  @Tag("C36.signature-verified")
  void anUnsignedOrAlteredReleaseIsRefusedWithTheReason() {
    untrusted(judge(Seen.NOTHING), Verdict.Reason.UNSIGNED);
    untrusted(judge(Seen.NOTHING, "{}".getBytes(StandardCharsets.UTF_8)), Verdict.Reason.UNSIGNED);
    untrusted(judge(Seen.NOTHING, new byte[] {1, 2}), Verdict.Reason.MALFORMED);
    SigningKey stranger = SigningKey.generate();
    untrusted(judge(Seen.NOTHING, statement().sign(stranger)), Verdict.Reason.UNKNOWN_KEY);
    Statement other = new Statement.Published(PRODUCT, "2.0.0", 5, Digest.of(new byte[] {2}));
    untrusted(judge(Seen.NOTHING, other.sign(key)), Verdict.Reason.OTHER_RELEASE);
    Statement product = new Statement.Published("acme/other", "2.0.0", 5, manifest);
    untrusted(judge(Seen.NOTHING, product.sign(key)), Verdict.Reason.OTHER_RELEASE);
    Statement sequence = new Statement.Published(PRODUCT, "2.0.0", 6, manifest);
    untrusted(judge(Seen.NOTHING, sequence.sign(key)), Verdict.Reason.OTHER_RELEASE);
  }

  @Test
  void aSignatureUnderAnotherPayloadOrTypeDoesNotHold() {
    String envelope = new String(statement().sign(key), StandardCharsets.UTF_8);
    String forged =
        envelope.replaceFirst(
            "\"payload\":\"[^\"]+\"",
            "\"payload\":\""
                + java.util.Base64.getEncoder()
                    .encodeToString("{\"sequence\":9}".getBytes(StandardCharsets.UTF_8))
                + "\"");
    untrusted(
        judge(Seen.NOTHING, forged.getBytes(StandardCharsets.UTF_8)), Verdict.Reason.BAD_SIGNATURE);
    String typed = envelope.replace("statement.v1", "return.v1");
    untrusted(
        judge(Seen.NOTHING, typed.getBytes(StandardCharsets.UTF_8)), Verdict.Reason.BAD_SIGNATURE);
  }

  @Test
  void anOlderReleaseIsAReplayUnlessAReturnIsSigned() {
    byte[] signed = statement().sign(key);
    Seen newer = new Seen(6, Optional.of(Digest.of(new byte[] {6})));
    untrusted(judge(newer, signed), Verdict.Reason.REPLAYED);
    byte[] back = new Statement.Return(PRODUCT, 5, manifest, 6).sign(key);
    assertThat(judge(newer, back, signed))
        .isEqualTo(new Verdict.Trusted(statement(), key.id(), true));
    Seen newest = new Seen(7, Optional.of(Digest.of(new byte[] {7})));
    untrusted(judge(newest, back, signed), Verdict.Reason.REPLAYED);
    byte[] stranger = new Statement.Return(PRODUCT, 5, manifest, 9).sign(SigningKey.generate());
    untrusted(judge(newest, signed, stranger), Verdict.Reason.REPLAYED);
    untrusted(judge(Seen.NOTHING, back), Verdict.Reason.UNSIGNED);
  }

  @Test
  void theSameReleaseAgainIsNoReplayButAnotherUnderItsSequenceIs() {
    Seen seen = Seen.NOTHING.after(statement());
    assertThat(judge(seen, statement().sign(key))).isInstanceOf(Verdict.Trusted.class);
    Seen other = new Seen(5, Optional.of(Digest.of(new byte[] {9})));
    untrusted(judge(other, statement().sign(key)), Verdict.Reason.REPLAYED);
  }
}
