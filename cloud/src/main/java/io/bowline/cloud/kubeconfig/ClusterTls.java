package io.bowline.cloud.kubeconfig;

import io.bowline.cloud.pem.KeyMatch;
import io.bowline.cloud.pem.PemCertificates;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// TLS towards a cluster: whom its kubeconfig believes, and who one is by it.
public final class ClusterTls {
  private static final char[] NO_PASSWORD = {};

  private ClusterTls() {}

  /// The context for one cluster. It trusts what the kubeconfig names, or the well-known
  /// authorities where it names none.
  ///
  /// @throws GeneralSecurityException when the access holds no certificates or key that fit
  public static SSLContext context(ClusterAccess access) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(identity(access.credential()), trust(access), null);
    return context;
  }

  private static TrustManager @Nullable [] trust(ClusterAccess access)
      throws GeneralSecurityException {
    if (access.authorities().isEmpty()) {
      return null; // the well-known ones
    }
    KeyStore store = empty();
    int number = 0;
    for (X509Certificate each : PemCertificates.read(access.authorities().get())) {
      store.setCertificateEntry("authority-" + number++, each);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyManager @Nullable [] identity(ClusterCredential credential)
      throws GeneralSecurityException {
    return switch (credential) {
      case ClusterCredential.Token _ -> new KeyManager[0];
      case ClusterCredential.Certificate certificate -> {
        KeyStore store = empty();
        store.setKeyEntry(
            "client",
            KeyMatch.key(certificate.key()),
            NO_PASSWORD,
            PemCertificates.read(certificate.chain()).toArray(X509Certificate[]::new));
        KeyManagerFactory factory =
            KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        yield factory.getKeyManagers();
      }
    };
  }

  private static KeyStore empty() throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      return store;
    } catch (IOException e) {
      throw new GeneralSecurityException("an empty key store could not be made", e);
    }
  }
}
