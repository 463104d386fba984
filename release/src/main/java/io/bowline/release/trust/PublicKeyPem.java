package io.bowline.release.trust;

/// The text form of public keys of any kind.
public final class PublicKeyPem {
  private PublicKeyPem() {}

  /// The key's encoded bytes.
  ///
  /// @throws KeyRefused when the text is no public key
  public static byte[] read(String pem) throws KeyRefused {
    Pem.Block block = Pem.read(pem);
    if (!block.type().equals("PUBLIC KEY")) {
      throw new KeyRefused("the file holds a " + block.type() + ", no public key");
    }
    return block.bytes();
  }
}
