package io.bowline.registry.s3;

import io.bowline.model.artifact.Digest;
import java.util.HexFormat;
import org.bouncycastle.crypto.ExtendedDigest;
import org.bouncycastle.crypto.digests.EncodableDigest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;

/// A running hash that can be put down and taken up by another process, which the JDK's cannot.
final class StateHash {
  private final Digest.Algorithm algorithm;
  private final ExtendedDigest hash;

  StateHash(Digest.Algorithm algorithm) {
    this(
        algorithm,
        switch (algorithm) {
          case SHA256 -> new SHA256Digest();
          case SHA512 -> new SHA512Digest();
        });
  }

  private StateHash(Digest.Algorithm algorithm, ExtendedDigest hash) {
    this.algorithm = algorithm;
    this.hash = hash;
  }

  /// Goes on from what `state` gave.
  static StateHash from(Digest.Algorithm algorithm, byte[] state) {
    return new StateHash(
        algorithm,
        switch (algorithm) {
          case SHA256 -> new SHA256Digest(state);
          case SHA512 -> new SHA512Digest(state);
        });
  }

  Digest.Algorithm algorithm() {
    return algorithm;
  }

  void update(byte[] bytes, int offset, int length) {
    hash.update(bytes, offset, length);
  }

  byte[] state() {
    return ((EncodableDigest) hash).getEncodedState();
  }

  /// The digest of all bytes so far.
  Digest digest() {
    byte[] result = new byte[hash.getDigestSize()];
    from(algorithm, state()).hash.doFinal(result, 0);
    return new Digest(algorithm, HexFormat.of().formatHex(result));
  }
}
