package io.bowline.release.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeysTest {
  private static final char[] NONE = {};

  @Test
  void aKeyComesBackFromItsFileAsItWas() throws Exception {
    SigningKey key = SigningKey.generate();
    SigningKey back = SigningKey.read(key.pem(NONE), NONE);
    assertThat(back.id()).isEqualTo(key.id());
    byte[] message = {1, 2, 3};
    assertThat(key.publicKey().verifies(message, back.sign(message))).isTrue();
    assertThat(PublicKeyText.read(key.publicKey().pem()).id()).isEqualTo(key.id());
  }

  @Test
  void anEncryptedKeyNeedsItsPassphrase() throws Exception {
    SigningKey key = SigningKey.generate();
    String pem = key.pem("correct horse".toCharArray());
    assertThat(pem).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
    assertThat(SigningKey.read(pem, "correct horse".toCharArray()).id()).isEqualTo(key.id());
    assertThatThrownBy(() -> SigningKey.read(pem, "wrong".toCharArray()))
        .isInstanceOf(KeyRefused.class);
    assertThatThrownBy(() -> SigningKey.read(pem, NONE)).isInstanceOf(KeyRefused.class);
  }

  @Test
  void anotherKindOfKeyIsRefused() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp384r1"));
    String pem = Pem.write("PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded());
    assertThatThrownBy(() -> SigningKey.read(pem, NONE)).isInstanceOf(KeyRefused.class);
    assertThatThrownBy(() -> SigningKey.read("hello", NONE)).isInstanceOf(KeyRefused.class);
    assertThatThrownBy(() -> PublicKeyText.read(SigningKey.generate().pem(NONE)))
        .isInstanceOf(KeyRefused.class);
  }

  @Test
  void aSigningKeyPrintsItsIdOnly() {
    SigningKey key = SigningKey.generate();
    assertThat(key).hasToString("SigningKey[" + key.id() + "]");
  }

  @Test
  void aTrustRootRotatesBySignatureOfTheOldOne() throws Exception {
    SigningKey first = SigningKey.generate();
    SigningKey second = SigningKey.generate();
    TrustRoot root = new TrustRoot(1, "p", List.of(first.publicKey()));
    assertThat(TrustRoot.read(root.write()).keys())
        .extracting(PublicKeyText::id)
        .containsExactly(first.id());
    TrustRoot next = new TrustRoot(2, "p", List.of(second.publicKey()));
    assertThat(root.rotate(next.signedBy(List.of(first, second))))
        .isInstanceOfSatisfying(
            TrustRoot.Rotation.Rotated.class,
            rotated -> assertThat(rotated.next().version()).isEqualTo(2));
  }

  @Test
  void aRotationWithoutBothSignaturesOrOutOfOrderIsRefused() {
    SigningKey first = SigningKey.generate();
    SigningKey second = SigningKey.generate();
    TrustRoot root = new TrustRoot(3, "p", List.of(first.publicKey()));
    List<SigningKey> both = List.of(first, second);
    TrustRoot next = new TrustRoot(4, "p", List.of(second.publicKey()));
    refused(root, next.signedBy(List.of(second)));
    refused(root, next.signedBy(List.of(first)));
    refused(root, new TrustRoot(3, "p", List.of(second.publicKey())).signedBy(both));
    refused(root, new TrustRoot(5, "p", List.of(second.publicKey())).signedBy(both));
    refused(root, new TrustRoot(4, "q", List.of(second.publicKey())).signedBy(both));
    refused(root, next.write());
    refused(root, "nonsense".getBytes(StandardCharsets.UTF_8));
  }

  private static void refused(TrustRoot root, byte[] offered) {
    assertThat(root.rotate(offered)).isInstanceOf(TrustRoot.Rotation.Refused.class);
  }
}
