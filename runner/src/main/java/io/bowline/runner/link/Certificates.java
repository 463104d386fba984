package io.bowline.runner.link;

import io.bowline.model.artifact.Digest;
import io.bowline.proto.codec.Addresses;
import io.bowline.proto.codec.Enrollment;
import io.bowline.proto.codec.LinkRefusal;
import io.bowline.proto.codec.ToRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/// How this runner comes to a certificate that is worth connecting with: the one it has, the first
/// one by a token, or a new one by the long-lived key.
final class Certificates {
  private static final Logger LOG = Logger.getLogger(Certificates.class);
  private static final Duration RENEW_AGAIN = Duration.ofMinutes(5);

  private final LinkFolder folder;
  private final Optional<Path> bootstrapFile;
  private final Credentials credentials;
  private final CertificateCalls calls;
  private final Clock clock;
  private boolean recoveryWanted;
  private boolean enrollmentWanted;
  private String tried = "";
  private Instant earliestRenewal = Instant.MIN;

  Certificates(
      LinkFolder folder,
      Optional<Path> bootstrapFile,
      Credentials credentials,
      CertificateCalls calls,
      Clock clock) {
    this.folder = folder;
    this.bootstrapFile = bootstrapFile;
    this.credentials = credentials;
    this.calls = calls;
    this.clock = clock;
    folder.state().ifPresent(credentials::adopt);
  }

  /// What to connect with now.
  ///
  /// @throws LinkFailure when there is nothing and none can be had
  KeyMaterial valid(Connector connector) {
    tried = bootstrapStamp();
    Optional<LinkState> known = credentials.state();
    if (known.isEmpty() || (enrollmentWanted && newToken(known.get()))) {
      return enroll(connector);
    }
    boolean expired = !clock.instant().isBefore(known.get().material().ends());
    return expired || recoveryWanted ? recover(connector, known.get()) : known.get().material();
  }

  KeyMaterial present() {
    return credentials
        .state()
        .orElseThrow(() -> new IllegalStateException("not enrolled"))
        .material();
  }

  /// A newer certificate; not adopted before a stream was welcomed with it.
  KeyMaterial renewed(Connector connector) {
    KeyPair pair = Keys.generate();
    try (Dialer.Dialed dialed = connector.dial(present())) {
      Enrollment.Certificates issued = calls.renew(dialed, pair);
      return new KeyMaterial(pair.getPrivate(), issued.chain(), authorities(issued.authorities()));
    }
  }

  void renewalFailed() {
    earliestRenewal = clock.instant().plus(RENEW_AGAIN);
  }

  /// When to renew, given when it was planned.
  Instant notBefore(Instant planned) {
    return planned.isBefore(earliestRenewal) ? earliestRenewal : planned;
  }

  /// A stream was welcomed with this material: from now on it is what counts.
  void welcomed(ToRunner.Welcome welcome, KeyMaterial material) {
    recoveryWanted = false;
    enrollmentWanted = false;
    earliestRenewal = Instant.MIN;
    LinkState known = credentials.state().orElseThrow();
    var believed =
        new KeyMaterial(material.key(), material.chain(), authorities(welcome.authorities()));
    adopt(known.with(believed).with(welcome.addresses(), welcome.trustRootVersion()));
  }

  /// Draws the consequence from a refusal.
  void refused(LinkFailure failure) {
    recoveryWanted = failure.is(LinkRefusal.CERTIFICATE_EXPIRED);
    enrollmentWanted =
        failure.refusal().isPresent() && !recoveryWanted && !failure.is(LinkRefusal.BUSY);
  }

  private KeyMaterial enroll(Connector connector) {
    Bootstrap bootstrap = bootstrap();
    KeyPair runnerKey = folder.runnerKey();
    KeyPair pair = Keys.generate();
    String token = digest(bootstrap.token());
    try (Dialer.Dialed dialed =
        connector.anonymous(bootstrap.addresses().link(), bootstrap.authorities())) {
      try {
        Enrollment.Enrolled enrolled = calls.enroll(dialed, bootstrap, runnerKey, pair);
        return adopt(LinkState.of(enrolled, pair.getPrivate(), token));
      } catch (LinkFailure e) {
        if (!e.is(LinkRefusal.TOKEN_USED)) {
          throw e;
        }
        // perhaps it was us, and the answer got lost: then the runner key is known there
        return recoverAfterLostAnswer(dialed, runnerKey, token, e);
      }
    }
  }

  private KeyMaterial recoverAfterLostAnswer(
      Dialer.Dialed dialed, KeyPair runnerKey, String token, LinkFailure used) {
    KeyPair pair = Keys.generate();
    try {
      Enrollment.Enrolled enrolled = calls.recover(dialed, runnerKey, folder.nextRecovery(), pair);
      LOG.info("link: the token was used by this runner before; recovered by its long-lived key");
      return adopt(LinkState.of(enrolled, pair.getPrivate(), token));
    } catch (LinkFailure notOurs) {
      used.addSuppressed(notOurs);
      throw used;
    }
  }

  private KeyMaterial recover(Connector connector, LinkState known) {
    KeyPair pair = Keys.generate();
    Addresses.Address link = known.addresses().link();
    try (Dialer.Dialed dialed = connector.anonymous(link, known.material().authorities())) {
      Enrollment.Enrolled enrolled =
          calls.recover(dialed, folder.runnerKey(), folder.nextRecovery(), pair);
      LOG.info("link: the certificate had ended; recovered by the long-lived key");
      recoveryWanted = false;
      return adopt(LinkState.of(enrolled, pair.getPrivate(), known.token()));
    }
  }

  private KeyMaterial adopt(LinkState next) {
    folder.keep(next);
    credentials.adopt(next);
    return next.material();
  }

  private List<X509Certificate> authorities(List<X509Certificate> said) {
    return said.isEmpty() ? present().authorities() : said;
  }

  /// Whether the installer left another bootstrap file since the one that did not help.
  boolean newBootstrap() {
    boolean wanted = enrollmentWanted || credentials.state().isEmpty();
    return wanted && !bootstrapStamp().equals(tried);
  }

  private String bootstrapStamp() {
    try {
      return bootstrapFile.isPresent() && Files.exists(bootstrapFile.get())
          ? Files.getLastModifiedTime(bootstrapFile.get()) + " " + Files.size(bootstrapFile.get())
          : "";
    } catch (IOException e) {
      return ""; // it is being replaced right now
    }
  }

  private boolean newToken(LinkState known) {
    return bootstrapFile.map(Files::exists).orElse(false)
        && !digest(bootstrap().token()).equals(known.token());
  }

  private Bootstrap bootstrap() {
    Path file =
        bootstrapFile.orElseThrow(() ->
            LinkFailure.local(
                "this runner is not enrolled and has no bootstrap file",
                "set bowline.link.bootstrap to the file that the installer wrote"));
    return Bootstrap.read(file);
  }

  private static String digest(String token) {
    return Digest.of(token.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
