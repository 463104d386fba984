package io.bowline.runner.step.image.stream;

import io.bowline.model.artifact.Digest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/// A digest that is being computed.
///
/// The machine's own libcrypto does it where it can be had: a runner's JVM compiles quickly and not
/// well, which costs SHA-256 a factor of ten.
public sealed interface Hash permits Hash.OfJdk, Libcrypto.Running {
  /// Begins one, by the quickest means there are.
  static Hash begin(Digest.Algorithm algorithm) {
    return Libcrypto.here()
        .<Hash>map(library -> library.begin(algorithm))
        .orElseGet(() -> ofJdk(algorithm));
  }

  /// Begins one by what every JDK has.
  static Hash ofJdk(Digest.Algorithm algorithm) {
    return new OfJdk(algorithm, algorithm.hash());
  }

  /// Takes all that is left in a buffer, and leaves its position alone.
  void update(ByteBuffer bytes);

  /// Another one of the same bytes, which goes its own way.
  Hash copy();

  /// The digest of all bytes so far; this can take more.
  Digest digest();

  /// By the JDK.
  record OfJdk(Digest.Algorithm algorithm, MessageDigest running) implements Hash {
    @Override
    public void update(ByteBuffer bytes) {
      running.update(bytes.duplicate());
    }

    @Override
    public Hash copy() {
      try {
        return new OfJdk(algorithm, (MessageDigest) running.clone());
      } catch (CloneNotSupportedException e) {
        throw new IllegalStateException("the JDK's own digests can be copied", e);
      }
    }

    @Override
    public Digest digest() {
      return Digest.finish(algorithm, ((OfJdk) copy()).running());
    }
  }
}
