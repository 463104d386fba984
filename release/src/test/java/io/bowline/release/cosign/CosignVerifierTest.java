package io.bowline.release.cosign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import io.bowline.release.trust.Dsse;
import io.bowline.release.trust.KeyRefused;
import io.bowline.release.trust.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CosignVerifierTest {
  private static final Digest IMAGE = Digest.of("image".getBytes(StandardCharsets.UTF_8));
  private static final Digest OTHER = Digest.of("other".getBytes(StandardCharsets.UTF_8));
  private static final SignedImage ASKED = new SignedImage(IMAGE, Set.of("acme/broker"));

  private final SigningKey signing = SigningKey.generate();
  private final CosignKey key =
      new CosignKey("vendor", CosignKey.Kind.ECDSA_P256, signing.publicKey().key());

  @ParameterizedTest
  @ValueSource(strings = {"p256", "p384", "ed25519", "rsa"})
  void whatCosignSignedHoldsInBothForms(String kind) throws IOException {
    var recorded = new Recorded(kind);
    for (Evidence one : List.of(recorded.simple(), recorded.bundle())) {
      assertThat(verifier(recorded.signed(), recorded.key()).judge(List.of(one)))
          .isInstanceOf(CosignVerdict.Signed.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"p256", "p384", "ed25519", "rsa"})
  void anAlteredByteOrAnotherKeyUndoesIt(String kind) throws IOException {
    var recorded = new Recorded(kind);
    byte[] claim = recorded.simple().claim().clone();
    claim[claim.length - 3] ^= 1;
    assertThat(
            why(
                verifier(recorded.signed(), recorded.key())
                    .judge(List.of(new Evidence.Simple(claim, recorded.simple().signature())))))
        .isEqualTo("a signature is by none of the keys [vendor-" + kind + "]");
    assertThat(
            verifier(recorded.signed(), key).judge(List.of(recorded.simple(), recorded.bundle())))
        .isInstanceOf(CosignVerdict.Unsigned.class);
  }

  @Test
  void aSignatureOfAnotherImageIsNamed() throws IOException {
    var recorded = new Recorded("p256");
    var other = new SignedImage(OTHER, Set.of());
    assertThat(why(verifier(other, recorded.key()).judge(List.of(recorded.simple()))))
        .isEqualTo("the signature of key vendor-p256 is for " + recorded.image());
    assertThat(why(verifier(other, recorded.key()).judge(List.of(recorded.bundle()))))
        .isEqualTo("the bundle of key vendor-p256 is for " + recorded.image());
  }

  @Test
  void aClaimAboutAnotherRepositoryIsNamed() {
    Evidence moved = simple(claim -> critical(claim).putObject("identity").put(NAME, "x.io/a/b:1"));
    assertThat(why(judged(moved)))
        .isEqualTo(
            "the signature of key vendor is for the repository x.io/a/b:1, not for [acme/broker]");
    Evidence anywhere =
        simple(claim -> critical(claim).putObject("identity").put(NAME, "other.io/acme/broker"));
    assertThat(judged(anywhere)).isInstanceOf(CosignVerdict.Signed.class);
  }

  private static final String NAME = "docker-reference";

  @Test
  void whatIsNoClaimAboutAnImageIsNoSignature() {
    Evidence typed = simple(claim -> critical(claim).put("type", "cosign blob signature"));
    assertThat(why(judged(typed))).isEqualTo("what key vendor signed is no claim about an image");
    byte[] text = "no json".getBytes(StandardCharsets.UTF_8);
    assertThat(why(judged(new Evidence.Simple(text, signing.sign(text)))))
        .isEqualTo("what key vendor signed cannot be read");
    byte[] twice = "{\"critical\":{},\"critical\":{}}".getBytes(StandardCharsets.UTF_8);
    assertThat(why(judged(new Evidence.Simple(twice, signing.sign(twice)))))
        .isEqualTo("what key vendor signed cannot be read");
  }

  @Test
  void provenanceByTheSameKeyIsNoSignature() {
    Evidence provenance =
        bundle(CosignTypes.BUNDLE, s -> s.put("predicateType", "https://slsa.dev/provenance/v1"));
    assertThat(why(judged(provenance)))
        .isEqualTo("what refers to it attests something, and is no signature");
  }

  @Test
  void bundlesOfAnotherKindOrSizeAreNamed() {
    assertThat(why(judged(bundle("application/x-\n-bundle", _ -> {}))))
        .isEqualTo("a signature bundle is of type application/x-?-bundle with " + INTOTO);
    byte[] huge = new byte[CosignTypes.MOST_BUNDLE_BYTES + 1];
    assertThat(why(judged(new Evidence.Bundled(huge)))).startsWith("a signature bundle is larger");
    assertThat(why(judged(new Evidence.Bundled("{".repeat(9000).getBytes(StandardCharsets.UTF_8)))))
        .isEqualTo("a signature bundle cannot be read");
    Evidence many =
        bundle(
            CosignTypes.BUNDLE,
            statement -> {
              var subjects = statement.putArray("subject");
              for (int i = 0; i <= CosignTypes.MOST_SUBJECTS; i++) {
                subjects.addObject().putObject("digest").put("sha256", IMAGE.hex());
              }
            });
    assertThat(why(judged(many))).isEqualTo("the bundle of key vendor names too many images");
  }

  private static final String INTOTO = CosignTypes.STATEMENT_PAYLOAD;

  @Test
  void oneGoodSignatureIsEnoughWhateverLiesBesideIt() {
    Evidence bad = new Evidence.Unusable("a layer of text/html");
    assertThat(judged(bad, simple(_ -> {}))).isInstanceOf(CosignVerdict.Signed.class);
    assertThat(judged(bad, bundle(CosignTypes.BUNDLE, _ -> {})))
        .isEqualTo(new CosignVerdict.Signed(key, "bundle"));
    assertThat(why(judged())).isEqualTo("it has no cosign signature");
    assertThat(why(judged(bad, u("b"), u("c"), u("d"), u("e"))))
        .isEqualTo("a layer of text/html; b; c; and 2 more");
  }

  private static Evidence u(String why) {
    return new Evidence.Unusable(why);
  }

  @Test
  void keysThatNothingSafeIsSignedWithAreRefused() {
    for (String pem :
        List.of("", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", SHORT_RSA)) {
      assertThatThrownBy(() -> CosignKey.read("k", pem)).isInstanceOf(KeyRefused.class);
    }
  }

  /// 1024 bits.
  private static final String SHORT_RSA =
      """
      -----BEGIN PUBLIC KEY-----
      MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDMQe/tW1byHXFptbH/QNuQ0jd8
      qzm9GoalFN/GTmRbxHQMI8dT5jk7JLnyggLxaIiSYTvogiK1L42qm+bOmT5VceaW
      LLcbHdplTWWq6RegaE+97SUyOG30FjahhW6uAjMBoe4+/Nzrwmgl3wtv811zYmTY
      iVt0Gr9QJ+aWCWDUxQIDAQAB
      -----END PUBLIC KEY-----
      """;

  @Test
  void namesLoseHostTagAndDigest() {
    assertThat(
            List.of(
                SignedImage.repository("nginx:1"),
                SignedImage.repository("docker.io/nginx"),
                SignedImage.repository("index.docker.io/acme/x@sha256:00"),
                SignedImage.repository("localhost:5000/a/b:t"),
                SignedImage.repository("a/b/c")))
        .containsExactly("library/nginx", "library/nginx", "acme/x", "a/b", "a/b/c");
  }

  private static CosignVerifier verifier(SignedImage image, CosignKey key) {
    return new CosignVerifier(image, List.of(key));
  }

  private CosignVerdict judged(Evidence... found) {
    return verifier(ASKED, key).judge(List.of(found));
  }

  private static String why(CosignVerdict verdict) {
    return switch (verdict) {
      case CosignVerdict.Unsigned(String why) -> why;
      case CosignVerdict.Signed signed -> throw new AssertionError(signed.toString());
    };
  }

  private static ObjectNode critical(ObjectNode claim) {
    return (ObjectNode) claim.path("critical");
  }

  private Evidence simple(Consumer<ObjectNode> change) {
    try {
      byte[] usual = SimpleForm.claim(IMAGE, "registry.example/acme/broker");
      ObjectNode claim = (ObjectNode) CosignTypes.JSON.readTree(usual);
      change.accept(claim);
      byte[] bytes = claim.toString().getBytes(StandardCharsets.UTF_8);
      return new Evidence.Simple(bytes, signing.sign(bytes));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Evidence bundle(String mediaType, Consumer<ObjectNode> change) {
    try {
      ObjectNode bundle =
          (ObjectNode) CosignTypes.JSON.readTree(BundleForm.sign(IMAGE, key, signing));
      bundle.put("mediaType", mediaType);
      ObjectNode envelope = (ObjectNode) bundle.path("dsseEnvelope");
      byte[] before = Base64.getDecoder().decode(envelope.path("payload").asText());
      ObjectNode statement = (ObjectNode) CosignTypes.JSON.readTree(before);
      change.accept(statement);
      byte[] payload = statement.toString().getBytes(StandardCharsets.UTF_8);
      envelope.put("payload", Base64.getEncoder().encodeToString(payload));
      byte[] signature = signing.sign(Dsse.signedBytes(INTOTO, payload));
      envelope
          .putArray("signatures")
          .addObject()
          .put("sig", Base64.getEncoder().encodeToString(signature));
      return new Evidence.Bundled(bundle.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
