package io.bowline.release.cosign;

import java.util.Arrays;

/// A signature as it was found beside an image; nothing is judged yet.
public sealed interface Evidence {
  /// How much was read for it.
  default long bytes() {
    return switch (this) {
      case Simple(byte[] claim, byte[] signature) -> (long) claim.length + signature.length;
      case Bundled(byte[] bundle) -> bundle.length;
      case Unusable(String why) -> why.length();
    };
  }

  /// Of the older form: a claim about an image, and a signature over the claim's bytes.
  @SuppressWarnings("ArrayRecordComponent")
  record Simple(byte[] claim, byte[] signature) implements Evidence {
    @Override
    public boolean equals(Object other) {
      return other instanceof Simple s
          && Arrays.equals(claim, s.claim)
          && Arrays.equals(signature, s.signature);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(claim);
    }

    @Override
    public String toString() {
      return "Simple[" + claim.length + " bytes]";
    }
  }

  /// Of the newer form: a bundle, which holds a statement and signatures over it.
  @SuppressWarnings("ArrayRecordComponent")
  record Bundled(byte[] bundle) implements Evidence {
    @Override
    public boolean equals(Object other) {
      return other instanceof Bundled b && Arrays.equals(bundle, b.bundle);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bundle);
    }

    @Override
    public String toString() {
      return "Bundled[" + bundle.length + " bytes]";
    }
  }

  /// Something where a signature should be, which is none.
  record Unusable(String why) implements Evidence {}
}
