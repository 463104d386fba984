package io.bowline.control.edge.http.canary;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.control.domain.certificate.TestChain;
import io.bowline.control.edge.http.TestCaller;
import io.bowline.control.edge.http.TestCaller.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// Secrets of every kind that somebody gives to the API, each as it should be and with something
/// wrong beside it.
final class GivenSecrets {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String GUID = "b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b";

  private final List<Canary> canaries = new ArrayList<>();
  private final List<Answer> answers = new ArrayList<>();
  private final TestCaller staff;
  private final String base;
  private final String org;

  /// @param id of the organization
  GivenSecrets(TestCaller staff, String id) {
    this.staff = staff;
    this.base = "/organizations/" + id + "/";
    this.org = "/api/v1/organizations/" + id + "/";
  }

  /// What must not be found again.
  List<Canary> canaries() {
    return List.copyOf(canaries);
  }

  /// What was answered.
  List<Answer> answers() {
    return List.copyOf(answers);
  }

  String canary(String what, String text) {
    canaries.add(new Canary(what, text));
    return text;
  }

  /// A private key in PEM; a line from its middle is looked for.
  private String key(String what, KeyPair pair) {
    String body =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pair.getPrivate().getEncoded());
    canary(what, body.split("\n", -1)[8]);
    return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
  }

  private static KeyPair pair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  private static ObjectNode provider(String type) {
    return JSON.createObjectNode().put("identifier", "of-" + type).put("provider_type", type);
  }

  /// As it should be, and with something wrong beside it: once each, the former with a key by which
  /// its answer is kept.
  private void sent(String path, ObjectNode body) {
    answers.add(
        staff.post(base + path, body.toString(), "Idempotency-Key", "canary-" + answers.size()));
    int status = answers.getLast().status();
    assertThat(status).as(answers.getLast().raw().body()).isBetween(200, 201);
    answers.add(staff.post(base + path, body.toString()));
    answers.add(staff.post(base + path, body.toString().replaceFirst("\\{", "{\"x\":1,")));
    answers.add(staff.post(base + path, body + "}"));
    answers.add(staff.post(base + path, body.toString().replaceFirst(":", ":[")));
  }

  void providers() throws GeneralSecurityException {
    ObjectNode aws = provider("aws");
    aws.putObject("configuration")
        .put("aws_access_key", "AKIAIOSFODNN7EXAMPLE")
        .put("aws_access_secret", canary("AWS secret", "canary/of+an/access+key4711/0123456789ab"));
    sent("fleet-providers/", aws);
    ObjectNode azure = provider("azure");
    azure
        .putObject("configuration")
        .put("client_id", "1" + GUID)
        .put("client_secret", canary("Azure secret", "abc8Q~canary0of1azure2345678901234567890"))
        .put("tenant_id", "2" + GUID)
        .put("subscription_id", "3" + GUID);
    sent("fleet-providers/", azure);
    ObjectNode gcp = provider("gcp");
    gcp.putObject("configuration")
        .putObject("service_account_json")
        .put("type", "service_account")
        .put("project_id", "acme-streaming")
        .put("private_key_id", "0123456789abcdef")
        .put("private_key", key("GCP key", pair()))
        .put("client_email", "bowline@acme-streaming.iam.gserviceaccount.com")
        .put("client_id", "123456789012345678901")
        .put("token_uri", "https://oauth2.googleapis.com/token")
        .put("universe_domain", "googleapis.com");
    sent("fleet-providers/", gcp);
    KeyPair pair = pair();
    ObjectNode oci = provider("oci");
    oci.putObject("configuration")
        .put("tenancy_ocid", "ocid1.tenancy.oc1..aaaaaaaabbbbbbbbccccccccdddddddd")
        .put("user_ocid", "ocid1.user.oc1..aaaaaaaabbbbbbbbccccccccdddddddd")
        .put(
            "fingerprint",
            HexFormat.ofDelimiter(":")
                .formatHex(MessageDigest.getInstance("MD5").digest(pair.getPublic().getEncoded())))
        .put("private_key", key("OCI key", pair))
        .put("region", "eu-frankfurt-1");
    sent("fleet-providers/", oci);
  }

  void domain() {
    TestChain chain = TestChain.of("kafka.example.com");
    canary("domain key", chain.key().lines().toList().get(1));
    sent(
        "base-domains/",
        JSON.createObjectNode()
            .put("domain", "kafka.example.com")
            .put("tls_cert", chain.chain())
            .put("tls_key", chain.key()));
  }

  /// Nobody is at this provider's address, so it is not taken.
  void signOn() {
    String secret = canary("client secret", "canary-of-a-client-secret-4711");
    for (String more : List.of("", ",\"x\":1", ",,")) {
      answers.add(
          staff.send(
              staff
                  .request(org + "sso")
                  .header("Content-Type", "application/json")
                  .PUT(
                      BodyPublishers.ofString(
                          "{\"issuer\":\"https://login.example.com\",\"clientId\":\"bowline\",\"clientSecret\":\"%s\",\"roles\":{\"dev\":\"operator\"},\"localSignIn\":true%s}"
                              .formatted(secret, more)))));
    }
  }

  /// It stays sealed until a runner has used it.
  void kubeconfig() {
    Answer fleet =
        staff.post(
            base + "infrastructure/",
            """
            {"identifier":"calm","infra_type":"byok","domain":"kafka.example.com","max_tenants":4,
             "max_kafka_units":40,"tenancy_mode":"shared"}\
            """);
    assertThat(fleet.status()).as(fleet.raw().body()).isEqualTo(201);
    ObjectNode body =
        JSON.createObjectNode()
            .put(
                "kubeconfig",
                """
                contexts: [{name: a, context: {cluster: a, user: a}}]
                users: [{name: a, user: {token: %s}}]
                clusters: [{name: a, cluster: {server: 'https://k.example.com'}}]
                """
                    .formatted(canary("kubeconfig", "canary-of-a-cluster-token-4711")));
    sent("infrastructure/calm/kubeconfig/", body);
  }
}
