package io.bowline.runner.step.image.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.bowline.model.artifact.Digest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HashTest {
  private final byte[] bytes = new byte[1_000_003];

  HashTest() {
    new Random(5).nextBytes(bytes);
  }

  @ParameterizedTest
  @EnumSource(Digest.Algorithm.class)
  void theLibraryAndTheJdkAgreeOverAnyPiecesAndAnyKindOfBuffer(Digest.Algorithm algorithm) {
    assumeThat(Libcrypto.here()).as("libcrypto on this machine").isPresent();
    Hash jdk = Hash.ofJdk(algorithm);
    Hash library = Libcrypto.here().orElseThrow().begin(algorithm);
    var random = new Random(6);
    var direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    for (int at = 0; at < bytes.length; ) {
      int length = Math.min(bytes.length - at, 1 + random.nextInt(40_000));
      ByteBuffer heap = ByteBuffer.wrap(bytes, at, length);
      ByteBuffer one =
          switch (random.nextInt(3)) {
            case 0 -> heap;
            case 1 -> heap.asReadOnlyBuffer();
            default -> direct.slice(at, length);
          };
      jdk.update(heap);
      library.update(one);
      assertThat(one.remaining()).as("left for whoever sends it on").isEqualTo(length);
      at += length;
    }
    assertThat(library.digest()).isEqualTo(jdk.digest());
  }

  @ParameterizedTest
  @EnumSource(Digest.Algorithm.class)
  void aCopyGoesItsOwnWayAndADigestEndsNothing(Digest.Algorithm algorithm) {
    for (Hash first : List.of(Hash.begin(algorithm), Hash.ofJdk(algorithm))) {
      first.update(ByteBuffer.wrap(bytes, 0, 100));
      Hash second = first.copy();
      Digest before = first.digest();
      first.update(ByteBuffer.wrap(bytes, 100, 100));

      assertThat(second.digest()).isEqualTo(before);
      second.update(ByteBuffer.wrap(bytes, 100, 100));
      assertThat(second.digest()).isEqualTo(first.digest()).isNotEqualTo(before);
    }
  }

  @Test
  void withoutALibraryTheJdkDoesIt() {
    assertThat(Libcrypto.found(List.of("libcrypto.so.not-there", "libc.so.6"))).isEmpty();
  }
}
