package io.bowline.runner.step.image.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.Provider;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QuickCipherTest {
  private static final Provider JDK = Security.getProvider("SunJCE");

  private final Random random = new Random(11);
  private Provider ours = JDK;

  enum Kind {
    AES128("AES/GCM/NoPadding", 16),
    AES256("AES/GCM/NoPadding", 32),
    CHACHA("ChaCha20-Poly1305", 32);

    private final String transformation;
    private final int keyBytes;

    Kind(String transformation, int keyBytes) {
      this.transformation = transformation;
      this.keyBytes = keyBytes;
    }

    AlgorithmParameterSpec parameters(byte[] nonce) {
      return this == CHACHA ? new IvParameterSpec(nonce) : new GCMParameterSpec(128, nonce);
    }

    Class<? extends AlgorithmParameterSpec> specification() {
      return this == CHACHA ? IvParameterSpec.class : GCMParameterSpec.class;
    }

    Key key(byte[] bytes) {
      return new SecretKeySpec(bytes, this == CHACHA ? "ChaCha20" : "AES");
    }
  }

  @BeforeEach
  void find() {
    assumeThat(QuickCiphers.found(Libcrypto.NAMES)).as("libcrypto on this machine").isPresent();
    ours = QuickCiphers.found(Libcrypto.NAMES).orElseThrow();
  }

  private byte[] bytes(int size) {
    var bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whatOneEncryptsTheOtherDecryptsInAnyKindOfBufferAndAnyPieces(Kind kind) throws Exception {
    Cipher ourOut = Cipher.getInstance(kind.transformation, ours);
    Cipher ourIn = Cipher.getInstance(kind.transformation, ours);
    for (int i = 0; i < 300; i++) {
      Key key = kind.key(bytes(kind.keyBytes));
      var parameters = kind.parameters(bytes(12));
      byte[] aad = bytes(random.nextInt(40));
      byte[] text = bytes(random.nextInt(20) == 0 ? 0 : random.nextInt(20_000));
      Cipher jdk = Cipher.getInstance(kind.transformation, JDK);
      jdk.init(Cipher.ENCRYPT_MODE, key, parameters);
      jdk.updateAAD(aad);
      byte[] sealed = jdk.doFinal(text);
      ourOut.init(Cipher.ENCRYPT_MODE, key, parameters);
      ourOut.updateAAD(ByteBuffer.wrap(aad));
      assertThat(through(ourOut, text)).isEqualTo(sealed);
      ourIn.init(Cipher.DECRYPT_MODE, key, parameters);
      int half = aad.length / 2;
      ourIn.updateAAD(aad, 0, half);
      ourIn.updateAAD(aad, half, aad.length - half);
      assertThat(through(ourIn, sealed)).isEqualTo(text);
    }
  }

  /// In one of the ways that callers have.
  private byte[] through(Cipher cipher, byte[] in) throws GeneralSecurityException {
    int out = cipher.getOutputSize(in.length);
    return switch (random.nextInt(6)) {
      case 0 -> cipher.doFinal(in);
      case 1 -> {
        int first = in.length / 3;
        byte[] none = cipher.update(in, 0, first);
        assertThat(none).as("not before it is proven").isNullOrEmpty();
        yield cipher.doFinal(in, first, in.length - first);
      }
      case 2 -> moved(cipher, ByteBuffer.wrap(in).asReadOnlyBuffer(), ByteBuffer.allocate(out));
      case 3 -> {
        ByteBuffer direct = ByteBuffer.allocateDirect(in.length).put(in).flip();
        yield moved(cipher, direct, ByteBuffer.allocateDirect(out));
      }
      case 4 -> inPlace(cipher, in, ByteBuffer.allocate(50 + Math.max(in.length, out)), 0);
      default ->
          inPlace(
              cipher,
              in,
              ByteBuffer.allocateDirect(50 + Math.max(in.length, out)),
              random.nextInt(50) - 25);
    };
  }

  private static byte[] moved(Cipher cipher, ByteBuffer in, ByteBuffer out)
      throws GeneralSecurityException {
    int written = cipher.doFinal(in, out);
    assertThat(in.hasRemaining()).isFalse();
    assertThat(out.position()).isEqualTo(written);
    var bytes = new byte[written];
    out.flip().get(bytes);
    return bytes;
  }

  /// As TLS does it, or so that one part is written before it would be read.
  private static byte[] inPlace(Cipher cipher, byte[] in, ByteBuffer room, int moved)
      throws GeneralSecurityException {
    ByteBuffer from = room.duplicate().position(25);
    from.duplicate().put(in);
    from.limit(25 + in.length);
    ByteBuffer to = room.duplicate().position(25 + moved);
    int written = cipher.doFinal(from, to);
    var bytes = new byte[written];
    room.duplicate().position(25 + moved).get(bytes);
    return bytes;
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whatWasTouchedOnTheWayIsRefusedAndNothingOfItGivenOut(Kind kind) throws Exception {
    Key key = kind.key(bytes(kind.keyBytes));
    var parameters = kind.parameters(bytes(12));
    byte[] text = bytes(1000);
    Cipher cipher = Cipher.getInstance(kind.transformation, ours);
    cipher.init(Cipher.ENCRYPT_MODE, key, parameters);
    cipher.updateAAD(new byte[] {1});
    byte[] sealed = cipher.doFinal(text);
    for (int at : new int[] {0, 500, 999, 1000, 1015}) {
      byte[] touched = sealed.clone();
      touched[at] ^= 1;
      cipher.init(Cipher.DECRYPT_MODE, key, parameters);
      cipher.updateAAD(new byte[] {1});
      ByteBuffer out = ByteBuffer.allocate(1000);
      assertThatThrownBy(() -> cipher.doFinal(ByteBuffer.wrap(touched), out))
          .isInstanceOf(AEADBadTagException.class);
      assertThat(out.array()).containsOnly(0);
    }
    cipher.init(Cipher.DECRYPT_MODE, key, parameters);
    assertThatThrownBy(() -> cipher.doFinal(sealed))
        .as("without what was said beside it")
        .isInstanceOf(AEADBadTagException.class);
    cipher.init(Cipher.DECRYPT_MODE, key, parameters);
    assertThatThrownBy(() -> cipher.doFinal(Arrays.copyOf(sealed, 15)))
        .isInstanceOf(AEADBadTagException.class);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aNonceServesForOneMessage(Kind kind) throws Exception {
    Cipher cipher = Cipher.getInstance(kind.transformation, ours);
    cipher.init(Cipher.ENCRYPT_MODE, kind.key(bytes(kind.keyBytes)), kind.parameters(bytes(12)));
    assertThat(cipher.getParameters().getParameterSpec(kind.specification()))
        .extracting(one -> one instanceof GCMParameterSpec gcm ? gcm.getIV() : cipher.getIV())
        .isEqualTo(cipher.getIV());
    assertThat(cipher.doFinal(new byte[10])).hasSize(26);
    assertThatThrownBy(() -> cipher.doFinal(new byte[10]))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void tooLittleRoomIsSaidAndCostsNothing() throws Exception {
    Cipher cipher = Cipher.getInstance(Kind.AES128.transformation, ours);
    cipher.init(Cipher.ENCRYPT_MODE, Kind.AES128.key(bytes(16)), Kind.AES128.parameters(bytes(12)));
    ByteBuffer in = ByteBuffer.allocate(10);
    assertThatThrownBy(() -> cipher.doFinal(in, ByteBuffer.allocate(25)))
        .isInstanceOf(ShortBufferException.class);
    assertThat(cipher.doFinal(in, ByteBuffer.allocate(26))).isEqualTo(26);
  }

  @Test
  void whatItDoesNotTakeTheJdkDoes() throws Exception {
    assertThat(QuickCiphers.use()).isTrue();
    for (int keyBytes : new int[] {16, 24, 32}) {
      Cipher usual = Cipher.getInstance(Kind.AES128.transformation);
      usual.init(Cipher.ENCRYPT_MODE, Kind.AES128.key(bytes(keyBytes)), gcm(128, 12));
      assertThat(usual.getProvider().equals(JDK)).isEqualTo(keyBytes == 24);
    }
    for (GCMParameterSpec other : List.of(gcm(96, 12), gcm(128, 16))) {
      Cipher cipher = Cipher.getInstance(Kind.AES128.transformation);
      cipher.init(Cipher.ENCRYPT_MODE, Kind.AES128.key(bytes(16)), other);
      assertThat(cipher.getProvider()).isEqualTo(JDK);
    }
    Cipher own = Cipher.getInstance(Kind.AES128.transformation);
    own.init(Cipher.ENCRYPT_MODE, Kind.AES128.key(bytes(16)));
    assertThat(own.getIV()).hasSize(12);
  }

  private GCMParameterSpec gcm(int tagBits, int nonceBytes) {
    return new GCMParameterSpec(tagBits, bytes(nonceBytes));
  }

  @Test
  void withoutALibraryThereAreNone() {
    assertThat(QuickCiphers.found(List.of("libcrypto.so.not-there", "libc.so.6"))).isEmpty();
  }
}
