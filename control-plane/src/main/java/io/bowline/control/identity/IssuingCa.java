package io.bowline.control.identity;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/// An issuing CA with its key at hand.
record IssuingCa(X509Certificate certificate, PrivateKey key) {
  @Override
  public String toString() {
    return "IssuingCa[" + certificate.getSubjectX500Principal() + "]";
  }
}
