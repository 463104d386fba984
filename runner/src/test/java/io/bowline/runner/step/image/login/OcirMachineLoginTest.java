package io.bowline.runner.step.image.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

/// Oracle's registry by the machine's own principal: certificate, security token, registry token.
class OcirMachineLoginTest extends OcirContract {
  private static final String TENANCY = "ocid1.tenancy.oc1..aaaa";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final KeyPair OWN = keys();
  private static final KeyPair SESSION = keys();
  private static final X509Certificate BETWEEN = certificate("CN=between");
  private static final X509Certificate LEAF =
      certificate(
          "CN=ocid1.instance.oc1..bbbb,OU=opc-instance:ocid1.instance.oc1..bbbb,OU=opc-tenant:"
              + TENANCY);

  /// Public keys by the security tokens that go with them.
  private final Map<String, PublicKey> sessions = new ConcurrentHashMap<>();

  private volatile X509Certificate leaf = LEAF;

  /// With a key that is at hand, since to make one takes a while.
  @Override
  Login login(CloudPlace place) {
    var machine = new OracleMachine(place, () -> SESSION);
    return new CloudLogin(new OcirIssuer(place, machine), place.clock());
  }

  @Override
  FakeService.Answer answer(FakeService.Asked asked) {
    return switch (asked.uri().getPath()) {
      case "/opc/v2/instance/regionInfo" ->
          metadata(
              asked,
              "{\"regionIdentifier\":\"eu-frankfurt-1\",\"realmDomainComponent\":\"oraclecloud.com\"}");
      case "/opc/v2/identity/cert.pem" -> metadata(asked, pem("CERTIFICATE", encoded(leaf)));
      case "/opc/v2/identity/intermediate.pem" ->
          metadata(asked, pem("CERTIFICATE", encoded(BETWEEN)));
      case "/opc/v2/identity/key.pem" -> metadata(asked, pem("RSA PRIVATE KEY", oldForm()));
      case "/v1/x509" -> federated(asked);
      case "/20180419/docker/token" -> token(asked);
      default -> FakeService.Answer.of(404, "{}");
    };
  }

  private FakeService.Answer metadata(FakeService.Asked asked, String text) {
    return asked.header("Authorization").equals("Bearer Oracle")
        ? FakeService.Answer.of(200, text)
        : FakeService.Answer.of(404, "");
  }

  private FakeService.Answer federated(FakeService.Asked asked) {
    String keyId = TENANCY + "/fed-x509-sha256/" + fingerprint(leaf);
    JsonNode body = json(asked.body());
    boolean good =
        OracleCheck.isSignedAnywhere(asked, keyId, leaf.getPublicKey())
            && body.path("fingerprintAlgorithm").asText().equals("SHA256")
            && body.path("certificate").asText().equals(base64(encoded(leaf)))
            && body.at("/intermediateCertificates/0").asText().equals(base64(encoded(BETWEEN)));
    if (!good) {
      return no();
    }
    String token = "security-token-" + (sessions.size() + 1);
    sessions.put("ST$" + token, publicKey(body.path("publicKey").asText()));
    return FakeService.Answer.of(200, "{\"token\":\"" + token + "\"}");
  }

  private FakeService.Answer token(FakeService.Asked asked) {
    boolean good =
        sessions.entrySet().stream()
            .anyMatch(each -> OracleCheck.isSigned(asked, each.getKey(), each.getValue()));
    return good ? token() : no();
  }

  /// The first that is refused when everything is: the metadata service.
  @Override
  String todo() {
    return "oci-config";
  }

  @Override
  List<String> secrets() {
    return List.of(
        "jwt-1", "security-token-1", base64(OWN.getPrivate().getEncoded()).substring(40));
  }

  @Test
  void aMachineOfNoDynamicGroupIsToldSo() {
    leaf = certificate("CN=x,OU=opc-tenant:another");
    assertThatThrownBy(login::credentials)
        .hasMessageContaining("401 NotAuthenticated")
        .hasMessageContaining("dynamic group")
        .hasMessageContaining(cloud.address().getAuthority());
  }

  @Test
  void aCertificateOfNoTenancyIsNamed() {
    leaf = certificate("CN=x,OU=somebody");
    assertThatThrownBy(login::credentials)
        .hasMessageContaining("names no tenancy")
        .hasMessageContaining(cloud.address().getAuthority());
  }

  @Test
  void theKeyOfASessionIsMadeAnewEachTime() throws Exception {
    Login usual = place().ocir(Optional.empty());
    assertThat(usual.credentials()).isEqualTo(expected(1));
    now.updateAndGet(time -> time.plus(LIFE));
    assertThat(usual.credentials()).isEqualTo(expected(2));
    assertThat(sessions.values()).doesNotHaveDuplicates().hasSize(2);
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static KeyPair keys() {
    try {
      // a short one is quick to make
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(1024);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("JavaUtilDate")
  private static X509Certificate certificate(String name) {
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              new X500Name("CN=somebody"),
              BigInteger.TWO,
              Date.from(Instant.EPOCH),
              Date.from(Instant.parse("2036-01-01T00:00:00Z")),
              new X500Name(name),
              OWN.getPublic());
      var signer = new JcaContentSignerBuilder("SHA256withRSA").build(OWN.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (GeneralSecurityException | OperatorException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The form in which machines have their key.
  private static byte[] oldForm() {
    try {
      ASN1Primitive inner =
          PrivateKeyInfo.getInstance(OWN.getPrivate().getEncoded())
              .parsePrivateKey()
              .toASN1Primitive();
      return inner.getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PublicKey publicKey(String base64) {
    try {
      return KeyFactory.getInstance("RSA")
          .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String fingerprint(X509Certificate certificate) {
    try {
      return HexFormat.ofDelimiter(":")
          .formatHex(MessageDigest.getInstance("SHA-256").digest(encoded(certificate)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String pem(String label, byte[] bytes) {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes);
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(label, body);
  }
}
