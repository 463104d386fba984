package io.bowline.control.identity;

import javax.net.ssl.X509ExtendedTrustManager;

/// Trusts a server that the built-in CA certified.
public final class TestTrust {
  private TestTrust() {}

  public static X509ExtendedTrustManager of(Authority authority) {
    ChangingTrust trust = new ChangingTrust();
    trust.use(authority.bundle());
    return trust;
  }
}
