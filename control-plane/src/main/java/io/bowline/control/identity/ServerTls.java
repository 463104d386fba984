package io.bowline.control.identity;

import io.bowline.control.platform.Repeating;
import io.bowline.control.platform.StartupFailure;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jboss.logging.Logger;

/// What every listener needs for TLS. Both managers stay the same objects for the life of the
/// process and change inside: a new certificate or CA is used from the next handshake on, without a
/// listener having to know.
@Singleton
public final class ServerTls {
  private static final Logger LOG = Logger.getLogger(ServerTls.class);
  private static final Duration BUILT_IN_LIFE = Duration.ofDays(30);
  private static final Duration RENEW_BEFORE = Duration.ofDays(10);

  private final IdentitySettings settings;
  private final Authority authority;
  private final Certificates certificates;
  private final InstantSource clock;
  private final ChangingKeys keys = new ChangingKeys();
  private final ChangingTrust trust = new ChangingTrust();
  private final Repeating refreshing;
  private String loaded = "";

  public ServerTls(
      IdentitySettings settings,
      Authority authority,
      Certificates certificates,
      InstantSource clock) {
    this.settings = settings;
    this.authority = authority;
    this.certificates = certificates;
    this.clock = clock;
    this.refreshing =
        new Repeating(
            "tls-reload",
            settings.reload(),
            this::refresh,
            e ->
                LOG.errorf(
                    "The server certificate stays as it was, the new one is no good: %s", e));
    try {
      refresh();
    } catch (IOException | IllegalArgumentException e) {
      throw new StartupFailure(
          "The server certificate cannot be used: %s. Check bowline.identity.certificate-file and"
                  .formatted(e.getMessage())
              + " bowline.identity.key-file.",
          e);
    }
    refreshing.start();
  }

  void stop(@Observes ShutdownEvent stopping) {
    refreshing.stop();
  }

  /// The server's certificate and key.
  public X509ExtendedKeyManager keyManager() {
    return keys;
  }

  /// Trusts what the issuing CA certified: for client certificates.
  public X509ExtendedTrustManager clientTrust() {
    return trust;
  }

  /// The server's own certificate, the leaf.
  public X509Certificate serverCertificate() {
    return keys.leaf();
  }

  /// The one trust domain whose identities are admitted.
  public String trustDomain() {
    return settings.trustDomain();
  }

  /// What a client needs to trust this server when its certificate is the built-in one.
  public String trustPem() {
    return authority.bundlePem();
  }

  /// Looks whether files or time ask for another certificate, and whether the CA bundle changed.
  synchronized void refresh() throws IOException {
    trust.use(authority.bundle());
    if (settings.certificateFile().isPresent()) {
      fromFiles(settings.certificateFile().get(), keyFile());
    } else {
      builtIn();
    }
  }

  private Path keyFile() {
    return settings
        .keyFile()
        .orElseThrow(() -> new IllegalArgumentException("bowline.identity.key-file is not set"));
  }

  private void fromFiles(Path certificateFile, Path keyFile) throws IOException {
    String certificate = Files.readString(certificateFile);
    String key = Files.readString(keyFile);
    String both = certificate + key;
    if (!both.equals(loaded)) {
      keys.use(Pem.certificates(certificate), Pem.privateKey(key));
      loaded = both;
      LOG.infof("Using the server certificate %s", certificateFile);
    }
  }

  private void builtIn() {
    Instant renewAt = clock.instant().plus(RENEW_BEFORE);
    if (loaded.equals("built-in") && keys.leaf().getNotAfter().toInstant().isAfter(renewAt)) {
      return;
    }
    KeyPair pair = certificates.newKey();
    X509Certificate leaf =
        authority.certifyServer(pair.getPublic(), settings.serverNames(), BUILT_IN_LIFE);
    keys.use(List.of(leaf), pair.getPrivate());
    loaded = "built-in";
  }
}
