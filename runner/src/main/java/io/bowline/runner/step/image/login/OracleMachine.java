package io.bowline.runner.step.image.login;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.runner.step.image.flow.RegistryException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The machine itself, as Oracle knows it: its metadata service gives it a certificate, which the
/// service of identities exchanges for a token that goes with a key made here.
final class OracleMachine implements OracleIdentity {
  private static final Pattern TENANCY =
      Pattern.compile("=opc-(?:tenant|identity):([A-Za-z0-9._-]+)");
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,99}");
  private static final String NOT_THERE =
      "is this a machine of Oracle's whose metadata service speaks version 2? Elsewhere set"
          + " bowline.registry.oci-config";

  private final CloudPlace place;
  private final CloudHttp http;
  private final Supplier<KeyPair> sessions;

  OracleMachine(CloudPlace place) {
    this(place, OracleMachine::session);
  }

  /// @param sessions makes the key that goes with a token
  OracleMachine(CloudPlace place, Supplier<KeyPair> sessions) {
    this.place = place;
    this.http = place.http();
    this.sessions = sessions;
  }

  @Override
  public OracleKey key() throws IOException, InterruptedException {
    X509Certificate leaf = certificates("identity/cert.pem").getFirst();
    String where = "what the metadata service has for a key, for the registry " + place.registry();
    PrivateKey own = RsaPem.parse(metadata("identity/key.pem").text(), where);
    KeyPair session = sessions.get();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("certificate", encoded(leaf));
    body.put("publicKey", Base64.getEncoder().encodeToString(session.getPublic().getEncoded()));
    var between = body.putArray("intermediateCertificates");
    for (X509Certificate one : certificates("identity/intermediate.pem")) {
      between.add(encoded(one));
    }
    body.put("fingerprintAlgorithm", "SHA256");
    var known = new OracleKey(tenancy(leaf) + "/fed-x509-sha256/" + fingerprint(leaf), own);
    URI service = service();
    String what = "a token of the machine's own";
    CloudHttp.Reply reply =
        http.needed(
            what, todo(), () -> known.post(service, body.toString(), place.clock().instant()));
    return new OracleKey("ST$" + http.field(what, reply, "/token"), session.getPrivate());
  }

  @Override
  public String todo() {
    return "put this machine into a dynamic group whose policy lets it manage repos";
  }

  private URI service() throws IOException, InterruptedException {
    CloudHttp.Reply region = metadata("instance/regionInfo");
    String host =
        "auth.%s.%s"
            .formatted(name(region, "regionIdentifier"), name(region, "realmDomainComponent"));
    return place
        .instead()
        .identity()
        .orElseGet(() -> URI.create("https://" + host))
        .resolve("/v1/x509");
  }

  private String name(CloudHttp.Reply region, String field) throws RegistryException {
    String text = http.field("the machine's region", region, "/" + field);
    if (!NAME.matcher(text).matches()) {
      throw RegistryException.lasting(
          "the machine's region, asked for the registry %s, has no name in %s"
              .formatted(place.registry(), field));
    }
    return text;
  }

  private CloudHttp.Reply metadata(String path) throws IOException, InterruptedException {
    URI address = place.metadata("http://169.254.169.254").resolve("/opc/v2/" + path);
    return http.needed(
        "the machine's " + path,
        NOT_THERE,
        () -> HttpRequest.newBuilder(address).header("Authorization", "Bearer Oracle"));
  }

  private List<X509Certificate> certificates(String path) throws IOException, InterruptedException {
    byte[] pem = metadata(path).text().getBytes(StandardCharsets.UTF_8);
    try {
      List<X509Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!found.isEmpty()) {
        return found;
      }
    } catch (GeneralSecurityException e) {
      throw noCertificate(path);
    }
    throw noCertificate(path);
  }

  private RegistryException noCertificate(String path) {
    return RegistryException.lasting(
        "the machine's %s, asked for the registry %s, is no certificate"
            .formatted(path, place.registry()));
  }

  /// The tenancy stands in the certificate's name.
  private String tenancy(X509Certificate leaf) throws RegistryException {
    Matcher found = TENANCY.matcher(leaf.getSubjectX500Principal().getName());
    if (!found.find()) {
      throw RegistryException.lasting(
          "the machine's certificate names no tenancy, which the registry %s needs"
              .formatted(place.registry()));
    }
    return found.group(1);
  }

  private String fingerprint(X509Certificate leaf) throws RegistryException {
    return HexFormat.ofDelimiter(":").formatHex(OracleKey.hash(bytes(leaf)));
  }

  private String encoded(X509Certificate one) throws RegistryException {
    return Base64.getEncoder().encodeToString(bytes(one));
  }

  private byte[] bytes(Certificate one) throws RegistryException {
    try {
      return one.getEncoded();
    } catch (GeneralSecurityException e) {
      throw noCertificate("identity");
    }
  }

  static KeyPair session() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
