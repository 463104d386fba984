package io.bowline.cloud.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cloud.Complaint;
import io.bowline.cloud.Configuration;
import io.bowline.cloud.Field;
import io.bowline.cloud.ProviderType;
import io.bowline.model.place.Cloud;
import java.security.KeyPair;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What is found wrong with credentials before any cloud is asked.
class CredentialFormTest {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String KEY_ID = "AKIAIOSFODNN7EXAMPLE";
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  private static final String TENANCY = "ocid1.tenancy.oc1..aaaaaaaabbbbbbbbccccccccdddddddd";
  private static final String USER = "ocid1.user.oc1..aaaaaaaabbbbbbbbccccccccdddddddd";

  private static Map<String, JsonNode> good(Cloud cloud) {
    return switch (cloud) {
      case AWS -> sent("aws_access_key", KEY_ID, "aws_access_secret", SECRET);
      case GCP -> new HashMap<>(Map.of("service_account_json", googleKey()));
      case ORACLE ->
          sent(
              "tenancy_ocid",
              TENANCY,
              "user_ocid",
              USER,
              "fingerprint",
              TestKeys.fingerprint(TestKeys.RSA),
              "private_key",
              TestKeys.privatePem(TestKeys.RSA),
              "region",
              "eu-frankfurt-1");
      case AZURE ->
          sent(
              "client_id", "1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b",
              "client_secret", "abc8Q~0123456789abcdefghijklmnopqrstuvwx",
              "tenant_id", "2b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b",
              "subscription_id", "3b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b");
    };
  }

  private static ObjectNode googleKey() {
    return JSON.objectNode()
        .put("type", "service_account")
        .put("project_id", "acme-streaming")
        .put("private_key_id", "0123456789abcdef")
        .put("private_key", TestKeys.privatePem(TestKeys.RSA))
        .put("client_email", "bowline@acme-streaming.iam.gserviceaccount.com")
        .put("client_id", "123456789012345678901")
        .put("auth_uri", "https://accounts.google.com/o/oauth2/auth")
        .put("token_uri", "https://oauth2.googleapis.com/token")
        .put("auth_provider_x509_cert_url", "https://www.googleapis.com/oauth2/v1/certs")
        .put(
            "client_x509_cert_url",
            "https://www.googleapis.com/robot/v1/metadata/x509/bowline%40acme-streaming.iam.gserviceaccount.com")
        .put("universe_domain", "googleapis.com");
  }

  private static Map<String, JsonNode> sent(String... pairs) {
    var sent = new HashMap<String, JsonNode>();
    for (int at = 0; at < pairs.length; at += 2) {
      sent.put(pairs[at], JSON.textNode(pairs[at + 1]));
    }
    return sent;
  }

  private static List<Complaint> complaints(Cloud cloud, Map<String, JsonNode> sent) {
    return switch (CredentialForm.read(cloud, sent)) {
      case Reading.Good _ -> List.of();
      case Reading.Refused(List<Complaint> complaints) -> complaints;
    };
  }

  private static Complaint only(Cloud cloud, Map<String, JsonNode> sent) {
    List<Complaint> complaints = complaints(cloud, sent);
    assertThat(complaints).hasSize(1);
    return complaints.getFirst();
  }

  private static Complaint only(Cloud cloud, String field, String value) {
    Map<String, JsonNode> sent = good(cloud);
    sent.put(field, JSON.textNode(value));
    Complaint complaint = only(cloud, sent);
    assertThat(complaint.message()).doesNotContain(value.isBlank() ? "\0" : value);
    return complaint;
  }

  private static Configuration read(Cloud cloud, Map<String, JsonNode> sent) {
    assertThat(CredentialForm.read(cloud, sent)).isInstanceOf(Reading.Good.class);
    return ((Reading.Good) CredentialForm.read(cloud, sent)).configuration();
  }

  @ParameterizedTest
  @EnumSource
  void whatTheCloudGaveIsTaken(Cloud cloud) {
    assertThat(complaints(cloud, good(cloud))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  @Tag("P12.aws-fields")
  @Tag("P14.azure-fields")
  void eachRequiredFieldThatIsMissingIsNamed(Cloud cloud) {
    for (Field field : ProviderType.of(cloud).fields()) {
      Map<String, JsonNode> sent = good(cloud);
      sent.remove(field.name());
      if (field.required()) {
        assertThat(only(cloud, sent).field()).isEqualTo(field.name());
        assertThat(only(cloud, sent).message()).startsWith("is missing. ");
        sent.put(field.name(), JSON.nullNode());
        assertThat(only(cloud, sent).field()).isEqualTo(field.name());
      } else {
        assertThat(complaints(cloud, sent)).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("P26.unknown-key-refused")
  void aFieldThatIsNotKnownIsRefusedAndNamedWithoutItsValue(Cloud cloud) {
    Map<String, JsonNode> sent = good(cloud);
    sent.put("endpoint_url", JSON.textNode("http://169.254.169.254/"));
    Complaint complaint = only(cloud, sent);
    assertThat(complaint.field()).isEqualTo("endpoint_url");
    assertThat(complaint.message()).doesNotContain("169.254").contains("the configuration of");
  }

  @Test
  void aFloodOfUnknownFieldsIsNotAnsweredWithOne() {
    Map<String, JsonNode> sent = good(Cloud.AWS);
    for (int n = 0; n < 10_000; n++) {
      sent.put("x" + n, JSON.nullNode());
    }
    assertThat(complaints(Cloud.AWS, sent)).hasSize(10);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNoTextOrHasBlanksOrLineBreaksOrIsTooLongIsRefused(Cloud cloud) {
    for (Field field : ProviderType.of(cloud).fields()) {
      Map<String, JsonNode> sent = good(cloud);
      for (JsonNode wrong :
          List.of(
              JSON.numberNode(1),
              JSON.arrayNode(),
              JSON.textNode("  "),
              JSON.textNode("x".repeat(field.form().longest() + 1)))) {
        sent.put(field.name(), wrong);
        assertThat(complaints(cloud, sent))
            .first()
            .extracting(Complaint::field)
            .isEqualTo(field.name());
      }
      if (field.form() == Field.Form.LINE) {
        sent.put(
            field.name(),
            JSON.textNode(
                good(cloud).getOrDefault(field.name(), JSON.textNode("x")).asText() + "\n"));
        assertThat(complaints(cloud, sent))
            .first()
            .extracting(Complaint::field)
            .isEqualTo(field.name());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ASIAIOSFODNN7EXAMPLE, temporary",
    "AIDAIOSFODNN7EXAMPLE, id of something else",
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY, change places",
    "akiaiosfodnn7example, must be AKIA",
    "AKIAIOSFODNN7EXAMPL, must be AKIA|id of something else",
    "<aws-access-key>, must be AKIA",
  })
  void anAwsKeyThatIsNoUsersIsRefusedWithItsReason(String key, String reason) {
    Complaint complaint = only(Cloud.AWS, "aws_access_key", key);
    assertThat(complaint.field()).isEqualTo("aws_access_key");
    assertThat(complaint.message()).containsPattern(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "AKIAIOSFODNN7EXAMPLE, change places",
    "short, 40 characters",
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKE!, 40 characters"
  })
  void anAwsSecretOfAnotherFormIsRefused(String secret, String reason) {
    Complaint complaint = only(Cloud.AWS, "aws_access_secret", secret);
    assertThat(complaint.field()).isEqualTo("aws_access_secret");
    assertThat(complaint.message()).contains(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "type, authorized_user, type",
    "type, external_account, type",
    "token_uri, https://evil.example/token, token_uri",
    "token_uri, http://oauth2.googleapis.com/token, token_uri",
    "token_uri, https://oauth2.googleapis.com/token@evil.example, token_uri",
    "auth_uri, https://evil.example/, auth_uri",
    "client_x509_cert_url, http://169.254.169.254/, client_x509_cert_url",
    "universe_domain, evil.example, universe_domain",
    "project_id, ../../x, project_id",
    "client_email, me@gmail.com, client_email",
    "private_key, no key, private_key",
    "credential_source, /etc/passwd, credential_source",
    "executable, /bin/sh, executable",
  })
  @Tag("P13.gcp-json")
  void aGoogleKeyThatAsksOthersOrIsNoServiceAccountsIsRefused(
      String part, String value, String named) {
    Complaint complaint =
        only(Cloud.GCP, Map.of("service_account_json", googleKey().put(part, value)));
    assertThat(complaint.field()).isEqualTo("service_account_json." + named);
    assertThat(complaint.message()).doesNotContain(value);
  }

  @Test
  @Tag("P13.gcp-json")
  void aGoogleKeyIsTakenAsObjectOrTextAndOnlyWhatSigningInNeedsIsKept() {
    Configuration object = read(Cloud.GCP, Map.of("service_account_json", googleKey()));
    Configuration text =
        read(Cloud.GCP, sent("service_account_json", googleKey().toPrettyString()));
    assertThat(object).isEqualTo(text);
    assertThat(object.require("service_account_json"))
        .contains("\"token_uri\":\"https://oauth2.googleapis.com/token\"")
        .doesNotContain("auth_uri", "x509");
  }

  @Test
  void aGoogleKeyThatIsBrokenIsRefused() {
    for (String text :
        List.of(
            "{",
            "[]",
            "nothing",
            "{}{}",
            "{\"type\":\"service_account\",\"type\":\"x\"}",
            "[".repeat(5000))) {
      assertThat(complaints(Cloud.GCP, sent("service_account_json", text))).hasSize(1);
    }
    for (String part : List.of("project_id", "private_key", "client_email", "private_key_id")) {
      Complaint complaint =
          only(Cloud.GCP, Map.of("service_account_json", googleKey().without(List.of(part))));
      assertThat(complaint.field()).isEqualTo("service_account_json." + part);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "client_id, nobody, GUID",
    "tenant_id, 00000000-0000-0000-0000-000000000000, nothing",
    "subscription_id, 1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b, same as client_id",
    "client_secret, 1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b, secret's id",
    "client_secret, too short, 16 to 256",
  })
  @Tag("P14.azure-fields")
  void anAzureIdThatIsNoGuidOrASecretThatIsOneIsRefused(String field, String value, String reason) {
    Complaint complaint = only(Cloud.AZURE, field, value);
    assertThat(complaint.field()).isEqualTo(field);
    assertThat(complaint.message()).contains(reason);
  }

  @Test
  @Tag("P15.fingerprint-checked")
  void anOracleFingerprintOfAnotherKeyIsRefusedAndTheRealOneTold() {
    KeyPair other = TestKeys.pair("RSA", 2048);
    Complaint complaint = only(Cloud.ORACLE, "fingerprint", TestKeys.fingerprint(other));
    assertThat(complaint.field()).isEqualTo("fingerprint");
    assertThat(complaint.message()).contains(TestKeys.fingerprint(TestKeys.RSA));
    assertThat(only(Cloud.ORACLE, "fingerprint", "12:34").message()).contains("16 pairs");
  }

  @Test
  @Tag("P15.details")
  void anOracleKeyMayBeEncryptedAndItsPassphraseIsTried() {
    Map<String, JsonNode> sent = good(Cloud.ORACLE);
    sent.put("private_key", JSON.textNode(TestKeys.encrypted(TestKeys.RSA, "sesame", 2048)));
    assertThat(only(Cloud.ORACLE, sent).field()).isEqualTo("passphrase");
    sent.put("passphrase", JSON.textNode("wrong"));
    assertThat(only(Cloud.ORACLE, sent).field()).isEqualTo("passphrase");
    sent.put("passphrase", JSON.textNode("sesame"));
    assertThat(complaints(Cloud.ORACLE, sent)).isEmpty();
  }

  @Test
  void aKeyThatAsksForHoursOfWorkIsNotOpened() {
    Map<String, JsonNode> sent = good(Cloud.ORACLE);
    sent.put("private_key", JSON.textNode(TestKeys.encrypted(TestKeys.RSA, "sesame", 100_001)));
    sent.put("passphrase", JSON.textNode("sesame"));
    assertThat(only(Cloud.ORACLE, sent).message()).contains("in a way that is not taken");
  }

  @Test
  void aKeyOfAnotherKindOrSizeIsRefused() {
    assertThat(
            only(
                    Cloud.ORACLE,
                    "private_key",
                    TestKeys.pem("PUBLIC KEY", TestKeys.RSA.getPublic().getEncoded()))
                .message())
        .contains("public half");
    assertThat(
            only(Cloud.ORACLE, "private_key", TestKeys.privatePem(TestKeys.pair("EC", 256)))
                .message())
        .contains("not an RSA key");
    assertThat(
            only(Cloud.ORACLE, "private_key", TestKeys.privatePem(TestKeys.pair("RSA", 1024)))
                .message())
        .contains("has 1024 bits");
    byte[] cut = java.util.Arrays.copyOf(TestKeys.RSA.getPrivate().getEncoded(), 300);
    assertThat(only(Cloud.ORACLE, "private_key", TestKeys.pem("PRIVATE KEY", cut)).field())
        .isEqualTo("private_key");
  }

  @ParameterizedTest
  @CsvSource({
    "user_ocid, ocid1.tenancy.oc1..aaaaaaaabbbbbbbbccccccccdddddddd, OCID of a tenancy",
    "user_ocid, ocid1.user.oc2..aaaaaaaabbbbbbbbccccccccdddddddd, realm",
    "tenancy_ocid, acme, must be an OCID",
    "compartment_ocid, ocid1.user.oc1..aaaaaaaabbbbbbbbccccccccdddddddd, OCID of a user",
    "region, evil.example/, region's identifier",
    "region, eu-frankfurt-1.evil.example, region's identifier",
  })
  @Tag("P15.details")
  void anOracleDetailOfAnotherFormIsRefused(String field, String value, String reason) {
    Complaint complaint = only(Cloud.ORACLE, field, value);
    assertThat(complaint.field()).isEqualTo(field);
    assertThat(complaint.message()).contains(reason);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsShownHidesEverySecretAndSentBackKeepsEveryValue(Cloud cloud) {
    Configuration before = read(cloud, good(cloud));
    var shown = new HashMap<String, JsonNode>();
    before.shown().forEach((name, value) -> shown.put(name, JSON.textNode(value)));
    ProviderType.of(cloud).fields().stream()
        .filter(field -> field.shows() == Field.Shows.NOTHING && shown.containsKey(field.name()))
        .forEach(field -> assertThat(before.shown()).containsEntry(field.name(), "********"));
    assertThat(CredentialForm.change(before, shown)).isEqualTo(new Reading.Good(before));
    assertThat(complaints(cloud, shown)).isNotEmpty();
    assertThat(before.toString()).doesNotContain(before.reveal().values());
  }

  @Test
  void aChangeIsCheckedTogetherWithWhatIsKept() {
    Configuration before = read(Cloud.ORACLE, good(Cloud.ORACLE));
    KeyPair other = TestKeys.pair("RSA", 2048);
    Map<String, JsonNode> change = sent("private_key", TestKeys.privatePem(other));
    assertThat(CredentialForm.change(before, change)).isInstanceOf(Reading.Refused.class);
    change.put("fingerprint", JSON.textNode(TestKeys.fingerprint(other)));
    assertThat(CredentialForm.change(before, change)).isInstanceOf(Reading.Good.class);
  }

  @Test
  void whatIsOptionalGoesWithNull() {
    Map<String, JsonNode> sent = good(Cloud.ORACLE);
    sent.put("compartment_ocid", JSON.textNode(TENANCY.replace("tenancy", "compartment")));
    Configuration before = read(Cloud.ORACLE, sent);
    Reading after = CredentialForm.change(before, Map.of("compartment_ocid", JSON.nullNode()));
    assertThat(after).isEqualTo(new Reading.Good(read(Cloud.ORACLE, good(Cloud.ORACLE))));
  }
}
