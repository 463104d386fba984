package io.bowline.control.identity;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/// A request for a certificate (PKCS#10, DER). Only its key is used, after its signature has shown
/// that the asker holds it; every name in it is ignored, since names come from the token or the
/// certificate that the asker came with.
public record SigningRequest(PublicKey key) {
  private static final int LARGEST = 16 * 1024;
  private static final int SMALLEST_RSA = 2048;
  private static final int SMALLEST_EC = 256;

  /// Reads and checks a request.
  ///
  /// @throws IllegalArgumentException when it is no such request, not signed by its key, or the key
  ///   is too weak
  public static SigningRequest parse(byte[] der) {
    if (der.length > LARGEST) {
      throw new IllegalArgumentException("a signing request of more than 16 KiB");
    }
    try {
      JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(der);
      PublicKey key = request.getPublicKey();
      if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
        throw new IllegalArgumentException("the signing request is not signed by its own key");
      }
      checkStrength(key);
      return new SigningRequest(key);
    } catch (IOException | GeneralSecurityException | OperatorCreationException | PKCSException e) {
      throw new IllegalArgumentException("not a PKCS#10 signing request: " + e.getMessage(), e);
    }
  }

  private static void checkStrength(PublicKey key) {
    boolean strong =
        switch (key) {
          case RSAPublicKey rsa -> rsa.getModulus().bitLength() >= SMALLEST_RSA;
          case ECPublicKey ec -> ec.getParams().getOrder().bitLength() >= SMALLEST_EC;
          default -> false;
        };
    if (!strong) {
      throw new IllegalArgumentException(
          "the key must be RSA of 2048 bits or more, or EC P-256 up");
    }
  }
}
