package io.bowline.proto.handover;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HandoverKeyTest {
  private static final byte[] SECRET = "the-canary-of-a-customer".getBytes(UTF_8);
  private static final Purpose PURPOSE =
      new Purpose(new OrgId(new UUID(1, 1)), new JobId(new UUID(2, 2)), 7);

  private final HandoverKey key = HandoverKey.make();

  @Test
  void whatIsSealedToAKeyOpensWithItAlone() throws GeneralSecurityException {
    SealedCredential sealed = HandoverKey.seal(key.publicKey(), PURPOSE, SECRET);
    try (Credential opened = key.open(sealed, PURPOSE)) {
      assertThat(opened.reveal()).isEqualTo(SECRET);
    }
    HandoverKey other = HandoverKey.make();
    assertThatThrownBy(() -> other.open(sealed, PURPOSE))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void ofAnotherOrganizationJobOrEpochItDoesNotOpen() {
    SealedCredential sealed = HandoverKey.seal(key.publicKey(), PURPOSE, SECRET);
    for (Purpose other :
        List.of(
            new Purpose(new OrgId(new UUID(1, 2)), PURPOSE.job(), 7),
            new Purpose(PURPOSE.org(), new JobId(new UUID(2, 3)), 7),
            new Purpose(PURPOSE.org(), PURPOSE.job(), 8))) {
      assertThatThrownBy(() -> key.open(sealed, other))
          .as("%s", other)
          .isInstanceOf(GeneralSecurityException.class);
    }
  }

  @Test
  void everyBitOfItCounts() {
    SealedCredential sealed = HandoverKey.seal(key.publicKey(), PURPOSE, SECRET);
    byte[] altered = sealed.ciphertext();
    altered[altered.length / 2] ^= 1;
    assertThatThrownBy(
            () -> key.open(new SealedCredential(sealed.encapsulation(), altered), PURPOSE))
        .isInstanceOf(GeneralSecurityException.class);
    byte[] moved = sealed.encapsulation();
    moved[3] ^= 1;
    assertThatThrownBy(() -> key.open(new SealedCredential(moved, sealed.ciphertext()), PURPOSE))
        .isInstanceOf(GeneralSecurityException.class);
    assertThatThrownBy(() -> key.open(new SealedCredential(new byte[1], altered), PURPOSE))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void twoSealsOfOneSecretHaveNothingInCommon() {
    SealedCredential one = HandoverKey.seal(key.publicKey(), PURPOSE, SECRET);
    SealedCredential two = HandoverKey.seal(key.publicKey(), PURPOSE, SECRET);
    assertThat(one.ciphertext()).isNotEqualTo(two.ciphertext()).isNotEqualTo(SECRET);
    assertThat(one.encapsulation()).isNotEqualTo(two.encapsulation());
  }

  @Test
  void aKeyThatAgreesOnNothingSecretIsRefused() throws GeneralSecurityException {
    byte[] good = key.publicKey();
    byte[] prefix = Arrays.copyOf(good, good.length - 32);
    // points of small order: the agreement would be the same for everybody
    for (String point : List.of("00", "01")) {
      byte[] small = Arrays.copyOf(prefix, good.length);
      small[prefix.length] = HexFormat.of().parseHex(point)[0];
      assertThatThrownBy(() -> HandoverKey.seal(small, PURPOSE, SECRET))
          .as(point)
          .isInstanceOf(IllegalArgumentException.class);
    }
    byte[] another = KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic().getEncoded();
    for (byte[] no : List.of(new byte[0], new byte[44], another)) {
      assertThatThrownBy(() -> HandoverKey.seal(no, PURPOSE, SECRET))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void nothingOfItPrintsTheSecretAndAClosedOneIsGone() throws GeneralSecurityException {
    SealedCredential sealed = HandoverKey.seal(key.publicKey(), PURPOSE, SECRET);
    Credential opened = key.open(sealed, PURPOSE);
    assertThat(List.of(opened.toString(), sealed.toString()))
        .noneMatch(it -> it.contains("canary"));
    opened.close();
    assertThat(opened.reveal()).containsOnly(0);
  }
}
