package io.bowline.control.identity;

import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.control.secret.MasterKey;
import io.bowline.control.secret.Sealed;
import io.bowline.control.secret.Secret;
import io.bowline.model.identity.Identity;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The issuing CA: certifies runners and, where no certificate is configured, the server itself. Of
/// several that are stored all are trusted, and the newest signs.
@Singleton
public final class Authority {
  private static final SystemTask TASK = new SystemTask("authority");
  private static final Duration CA_LIFE = Duration.ofDays(3650);
  private static final Duration SIGNING = Duration.ofMinutes(5);

  private final Transactions transactions;
  private final IssuingKeys keys;
  private final MasterKey master;
  private final Certificates certificates;
  private final InstantSource clock;
  private final List<IssuingCa> bundle;

  public Authority(
      Transactions transactions,
      IssuingKeys keys,
      MasterKey master,
      Certificates certificates,
      InstantSource clock) {
    this.transactions = transactions;
    this.keys = keys;
    this.master = master;
    this.certificates = certificates;
    this.clock = clock;
    this.bundle = transactions.asSystem(TASK, this::loadOrMake);
  }

  /// Certifies a key as the holder of an identity, from a little before now.
  ///
  /// @return the certificate; its issuer is in the bundle
  public X509Certificate certify(PublicKey key, Identity identity, Duration life) {
    return certificates.client(signer(), key, identity, life);
  }

  /// Certifies a key as a server of these names and addresses.
  public X509Certificate certifyServer(PublicKey key, List<String> names, Duration life) {
    return certificates.server(signer(), key, names, life);
  }

  /// Signs a document, once, with a key that is made for it and forgotten: nothing can be signed in
  /// its name again, and no key has to be kept.
  ///
  /// @param subject what it is, as `leaving-certificate`
  /// @param bytes what is signed over
  public SignedOnce sign(String subject, byte[] bytes) {
    KeyPair pair = certificates.newKey();
    X509Certificate certificate =
        certificates.documents(signer(), pair.getPublic(), subject, SIGNING);
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(pair.getPrivate());
      signature.update(bytes);
      return new SignedOnce(
          Base64.getEncoder().encodeToString(signature.sign()),
          Pem.ofCertificates(List.of(certificate, signer().certificate())));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a P-256 key signs", e);
    }
  }

  /// All CAs that are trusted at present, the signing one first.
  public List<X509Certificate> bundle() {
    Instant now = clock.instant();
    return bundle.stream()
        .map(IssuingCa::certificate)
        .filter(ca -> ca.getNotAfter().toInstant().isAfter(now))
        .toList();
  }

  /// The bundle as PEM.
  public String bundlePem() {
    return Pem.ofCertificates(bundle());
  }

  /// SHA-256 of the signing CA, as people compare it.
  public String fingerprint() {
    return Pem.fingerprint(signer().certificate());
  }

  /// Seals every CA's key anew that is still under the other master key.
  ///
  /// @return how many
  public int renew() {
    return transactions.asSystem(
        TASK,
        tx -> {
          keys.lock(tx);
          int renewed = 0;
          for (StoredCa stored : keys.all(tx)) {
            X509Certificate certificate = Pem.certificates(stored.certificatePem()).getFirst();
            Optional<Sealed> fresh = master.renewed(context(certificate), stored.key());
            fresh.ifPresent(sealed -> keys.replace(tx, stored.id(), sealed));
            renewed += fresh.isPresent() ? 1 : 0;
          }
          return renewed;
        });
  }

  private IssuingCa signer() {
    return bundle.getFirst();
  }

  private List<IssuingCa> loadOrMake(Tx tx) {
    keys.lock(tx);
    List<StoredCa> stored = keys.all(tx);
    if (stored.isEmpty()) {
      make(tx);
      stored = keys.all(tx);
    }
    return stored.stream()
        .sorted(Comparator.comparingLong(StoredCa::id).reversed())
        .map(each -> open(each, master))
        .toList();
  }

  private void make(Tx tx) {
    KeyPair pair = certificates.newKey();
    X509Certificate certificate = certificates.selfSigned(pair, CA_LIFE);
    Secret key = Secret.of(pair.getPrivate().getEncoded());
    keys.add(tx, Pem.ofCertificates(List.of(certificate)), master.seal(context(certificate), key));
  }

  /// Opens a CA's key.
  ///
  /// @throws io.bowline.control.secret.UnsealException when the master key is another one
  static IssuingCa open(StoredCa stored, MasterKey master) {
    X509Certificate certificate = Pem.certificates(stored.certificatePem()).getFirst();
    Secret key = master.open(context(certificate), stored.key());
    return new IssuingCa(certificate, Pem.privateKey(key.reveal()));
  }

  private static String context(X509Certificate certificate) {
    return "issuing-ca/" + Pem.fingerprint(certificate);
  }
}
