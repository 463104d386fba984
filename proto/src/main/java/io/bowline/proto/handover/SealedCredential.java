package io.bowline.proto.handover;

/// A secret that only one `HandoverKey` opens.
public final class SealedCredential {
  private final byte[] encapsulation;
  private final byte[] ciphertext;

  public SealedCredential(byte[] encapsulation, byte[] ciphertext) {
    this.encapsulation = encapsulation.clone();
    this.ciphertext = ciphertext.clone();
  }

  /// What the key agrees on its secret with.
  public byte[] encapsulation() {
    return encapsulation.clone();
  }

  /// What AES-GCM made of the secret.
  public byte[] ciphertext() {
    return ciphertext.clone();
  }

  @Override
  public String toString() {
    return "SealedCredential[]";
  }
}
