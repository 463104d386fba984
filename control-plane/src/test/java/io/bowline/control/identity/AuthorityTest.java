package io.bowline.control.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.control.identity.store.IssuingKeyStore;
import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.control.secret.Sealed;
import io.bowline.control.secret.Secret;
import io.bowline.control.secret.TestKeys;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.RunnerId;
import io.bowline.model.identity.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorityTest {
  private static final InstantSource CLOCK = InstantSource.system();
  private static final Identity RUNNER =
      new Identity(
          "bowline.local",
          new OrgId(new UUID(1, 1)),
          new InstallId(new UUID(1, 2)),
          Identity.Role.RUNNER,
          new RunnerId(new UUID(1, 3)));

  private final Certificates certificates = new Certificates(CLOCK, new SecureRandom());
  private final Authority authority = authority();

  @Test
  void aRunnersCertificateNamesItsIdentityOnlyAndEndsInTime() throws Exception {
    KeyPair pair = certificates.newKey();
    X509Certificate certificate = authority.certify(pair.getPublic(), RUNNER, Duration.ofHours(24));

    assertThat(certificate.getSubjectAlternativeNames())
        .singleElement()
        .isEqualTo(List.of(6, RUNNER.uri()));
    assertThat(certificate.getNotAfter().toInstant())
        .isBefore(Instant.now().plus(Duration.ofHours(24)).plusSeconds(1));
    certificate.verify(authority.bundle().getFirst().getPublicKey());
  }

  @Test
  void everyStoredCaIsTrustedTheNewestSignsAndForeignOnesAreNot() throws Exception {
    X509Certificate before = runnerCertificate(authority);
    storeAnotherCa();
    Authority both = authority();
    ServerTls tls = new ServerTls(settings(null, null), both, certificates, CLOCK);
    X509Certificate after = runnerCertificate(both);

    assertThat(after.getIssuerX500Principal()).isNotEqualTo(before.getIssuerX500Principal());
    tls.clientTrust().checkClientTrusted(new X509Certificate[] {before}, "EC");
    tls.clientTrust().checkClientTrusted(new X509Certificate[] {after}, "EC");
    KeyPair foreignCa = certificates.newKey();
    X509Certificate foreign = certificates.selfSigned(foreignCa, Duration.ofDays(1));
    assertThatThrownBy(
            () -> tls.clientTrust().checkClientTrusted(new X509Certificate[] {foreign}, "EC"))
        .isInstanceOf(CertificateException.class);
  }

  private void storeAnotherCa() {
    KeyPair pair = certificates.newKey();
    X509Certificate ca = certificates.selfSigned(pair, Duration.ofDays(1));
    Sealed key =
        TestKeys.master()
            .seal("issuing-ca/" + Pem.fingerprint(ca), Secret.of(pair.getPrivate().getEncoded()));
    TestDatabase.transactions()
        .runAsSystem(
            new SystemTask("authority"),
            tx -> new IssuingKeyStore().add(tx, Pem.ofCertificates(List.of(ca)), key));
  }

  @Test
  void aServerCertificateIsNotTrustedAsAClient() {
    ServerTls tls = new ServerTls(settings(null, null), authority, certificates, CLOCK);

    assertThatThrownBy(() ->
            tls.clientTrust()
                .checkClientTrusted(new X509Certificate[] {tls.serverCertificate()}, "EC"))
        .isInstanceOf(CertificateException.class);
  }

  @Test
  void replicasShareTheCaAndItsKeyIsSealed() {
    Authority other = authority();

    assertThat(other.bundle()).isEqualTo(authority.bundle());
    assertThat(other.fingerprint()).isEqualTo(authority.fingerprint());
    List<StoredCa> stored =
        TestDatabase.transactions()
            .asSystem(new SystemTask("test"), tx -> new IssuingKeyStore().all(tx));
    assertThatThrownBy(() -> Pem.privateKey(stored.getFirst().key().bytes()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void pemFilesAreReadAgainWhenTheyChangeAndABadOneKeepsTheOld(@TempDir Path folder)
      throws Exception {
    Path certificate = folder.resolve("tls.crt");
    Path key = folder.resolve("tls.key");
    X509Certificate first = writeServer(certificate, key);
    ServerTls tls = new ServerTls(settings(certificate, key), authority, certificates, CLOCK);
    assertThat(tls.serverCertificate()).isEqualTo(first);

    X509Certificate second = writeServer(certificate, key);
    tls.refresh();
    assertThat(tls.serverCertificate()).isEqualTo(second);

    Files.writeString(certificate, "nothing of the kind");
    assertThatThrownBy(tls::refresh).isInstanceOf(IllegalArgumentException.class);
    assertThat(tls.serverCertificate()).isEqualTo(second);
  }

  @Test
  void aSigningRequestIsTakenOnlyWithTheProofOfItsKeyAndAStrongOne() throws Exception {
    KeyPair pair = certificates.newKey();
    byte[] request = request(pair, pair, "SHA256withECDSA");

    assertThat(SigningRequest.parse(request).key()).isEqualTo(pair.getPublic());
    byte[] stolen = request(pair, certificates.newKey(), "SHA256withECDSA");
    assertThatThrownBy(() -> SigningRequest.parse(stolen)).hasMessageContaining("its own key");
    KeyPairGenerator weak = KeyPairGenerator.getInstance("RSA");
    weak.initialize(1024);
    KeyPair small = weak.generateKeyPair();
    byte[] tooWeak = request(small, small, "SHA256withRSA");
    assertThatThrownBy(() -> SigningRequest.parse(tooWeak)).hasMessageContaining("2048");
    assertThatThrownBy(() -> SigningRequest.parse(new byte[20_000])).hasMessageContaining("16 KiB");
    assertThatThrownBy(() -> SigningRequest.parse(new byte[] {1, 2, 3}))
        .hasMessageContaining("PKCS#10");
  }

  private static byte[] request(KeyPair named, KeyPair signing, String algorithm) throws Exception {
    return new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=ignored"), named.getPublic())
        .build(new JcaContentSignerBuilder(algorithm).build(signing.getPrivate()))
        .getEncoded();
  }

  private X509Certificate writeServer(Path certificate, Path key) throws IOException {
    KeyPair pair = certificates.newKey();
    X509Certificate leaf =
        authority.certifyServer(pair.getPublic(), List.of("localhost"), Duration.ofDays(1));
    Files.writeString(certificate, Pem.ofCertificates(List.of(leaf)));
    Files.writeString(
        key,
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(
                java.util.Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())));
    return leaf;
  }

  private X509Certificate runnerCertificate(Authority issuing) {
    return issuing.certify(certificates.newKey().getPublic(), RUNNER, Duration.ofHours(1));
  }

  private Authority authority() {
    return new Authority(
        TestDatabase.transactions(), new IssuingKeyStore(), TestKeys.master(), certificates, CLOCK);
  }

  private static IdentitySettings settings(Path certificate, Path key) {
    return new IdentitySettings() {
      @Override
      public String trustDomain() {
        return "bowline.local";
      }

      @Override
      public Optional<Path> certificateFile() {
        return Optional.ofNullable(certificate);
      }

      @Override
      public Optional<Path> keyFile() {
        return Optional.ofNullable(key);
      }

      @Override
      public List<String> serverNames() {
        return List.of("localhost", "127.0.0.1", "::1");
      }

      @Override
      public Duration reload() {
        return Duration.ofHours(1);
      }
    };
  }
}
