package io.bowline.control.edge.http.leaving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.http.TestCaller;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.leaving.Belongings;
import io.bowline.control.leaving.Witness;
import io.bowline.control.org.TestOwner;
import io.bowline.control.platform.Transactions;
import io.bowline.model.belonging.Belonging;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.release.trust.Dsse;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class LeavingApiTest {
  private static final String NOTHING =
      """
      {"account": "123456789012", "region": "eu-central-1",
       "looked": ["aws_eks_cluster", "aws_ebs_volume", "aws_s3_bucket"], "found": []}
      """;

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  @Inject Belongings belongings;
  @Inject Transactions transactions;

  private TestCaller staff;
  private OrgId org;
  private InstallId id;
  private String prod;

  @BeforeEach
  void anInstall() {
    staff = TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
    org = OrgId.parse(staff.organization());
    String installs = "/api/v1/organizations/" + org + "/installs";
    Answer made =
        staff.post(
            installs,
            "{\"name\":\"prod\",\"product\":\"acme/streaming\",\"cloud\":\"aws\",\"account\":\"123456789012\",\"region\":\"eu-central-1\"}");
    assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
    id = InstallId.parse(made.body().path("id").asText());
    prod = installs + "/prod";
  }

  private void told(Witness by, Belonging... some) {
    transactions.runInOrg(org, tx -> belongings.told(tx, org, id, by, List.of(some)));
  }

  private JsonNode ok(Answer answer) {
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    return answer.body();
  }

  private JsonNode confirm(String verb) {
    return ok(staff.post(prod + "/" + verb, "{\"confirm\":\"prod\"}"));
  }

  private static JsonNode item(JsonNode inventory, String name) {
    return inventory
        .path("items")
        .valueStream()
        .filter(item -> item.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Tag("C31.orphans-listed")
  void whatTheCustomerStillFindsIsAnOrphanWithItsCommandUntilALookFindsNothing() throws Exception {
    told(
        Witness.RUNNER,
        Belonging.there("kafka", "kubernetes/StatefulSet", "streams/broker", false),
        Belonging.there("storage", "aws_s3_bucket", "acme-tiered", true));
    told(Witness.DOOR, Belonging.there("door", "aws_eks_cluster", "bowline-prod", false));
    JsonNode before = ok(staff.get(prod + "/inventory"));
    assertThat(before.path("orphans").asInt()).isZero();
    assertThat(item(before, "acme-tiered").path("state").asText()).isEqualTo("there");

    JsonNode gone = confirm("runner-gone");
    assertThat(gone.path("status").asText()).isEqualTo("awaiting-customer-teardown");
    assertThat(gone.path("orphans").asInt()).isEqualTo(2);
    assertThat(gone.at("/teardown/0/commands/0").asText())
        .isEqualTo(
            "aws --region eu-central-1 cloudformation delete-stack --stack-name bowline-prod");

    JsonNode looked =
        ok(
            staff.post(
                prod + "/inventory",
                NOTHING.replace(
                    "\"found\": []",
                    "\"found\": [{\"kind\": \"aws_ebs_volume\", \"name\": \"vol-0a\", \"madeBy\": \"cluster\", \"holdsData\": true}]")));
    assertThat(looked.path("status").asText()).isEqualTo("awaiting-customer-teardown");
    assertThat(looked.path("reason").asText())
        .startsWith("still there: 0 of the base layer, and 1 orphan (aws_ebs_volume vol-0a).");
    assertThat(item(looked, "vol-0a").path("command").asText())
        .isEqualTo("aws --region eu-central-1 ec2 delete-volume --volume-id vol-0a");
    assertThat(item(looked, "acme-tiered").path("state").asText()).isEqualTo("gone");
    assertThat(item(looked, "streams/broker").path("why").asText())
        .isEqualTo("went with its cluster");
    assertThat(staff.get(prod + "/certificate").status()).isEqualTo(404);

    JsonNode left = ok(staff.post(prod + "/inventory", NOTHING));
    assertThat(left.path("status").asText()).isEqualTo("deprovisioned");
    assertThat(left.path("orphans").asInt()).isZero();
    JsonNode document = verified(ok(staff.get(prod + "/certificate")));
    assertThat(document.path("remaining")).isEmpty();
    assertThat(document.path("gone")).hasSize(4);
    assertThat(document.path("basis").asText()).startsWith("The customer has looked");
  }

  @Test
  void aLookWithoutEverythingIsNoEnd() {
    confirm("runner-gone");
    JsonNode looked =
        ok(
            staff.post(
                prod + "/inventory",
                NOTHING.replace("\"found\"", "\"unlooked\": [\"IAM: access denied\"], \"found\"")));
    assertThat(looked.path("status").asText()).isEqualTo("awaiting-customer-teardown");
    assertThat(looked.path("reason").asText()).contains("IAM: access denied");
  }

  @Test
  void somethingThatIsFoundAfterTheEndReopensItAndTheNextCertificateHasTheNextNumber()
      throws Exception {
    confirm("runner-gone");
    assertThat(ok(staff.post(prod + "/inventory", NOTHING)).path("status").asText())
        .isEqualTo("deprovisioned");
    String found =
        NOTHING.replace(
            "\"found\": []", "\"found\": [{\"kind\": \"aws_s3_bucket\", \"name\": \"old\"}]");
    assertThat(ok(staff.post(prod + "/inventory", found)).path("status").asText())
        .isEqualTo("awaiting-customer-teardown");
    confirm("close");
    JsonNode certificate = ok(staff.get(prod + "/certificate"));
    assertThat(certificate.path("number").asInt()).isEqualTo(2);
    assertThat(certificate.path("text").asText())
        .contains("NOT SEEN TO BE GONE: 1")
        .contains("aws --region eu-central-1 s3 rb --force s3://old");
    assertThat(verified(certificate).path("remaining")).hasSize(1);
  }

  @Test
  @Tag("C31.states")
  void anInstallThatNeverBecameActiveLeavesTheSameWayAndASecondTimeChangesNothing()
      throws Exception {
    assertThat(staff.post(prod + "/enrollment-tokens", "").status()).isEqualTo(201);
    Answer early = staff.post(prod + "/close", "{\"confirm\":\"prod\"}");
    assertThat(early.status()).isEqualTo(409);
    assertThat(early.raw().body()).contains("not-torn-down").contains("--runner-gone");
    assertThat(staff.post(prod + "/runner-gone", "{\"confirm\":\"pord\"}").status()).isEqualTo(422);

    assertThat(staff.post(prod + "/uninstall", "{\"confirm\":\"prod\"}").status()).isEqualTo(201);
    assertThat(confirm("runner-gone").path("status").asText())
        .isEqualTo("awaiting-customer-teardown");
    assertThat(confirm("close").path("status").asText()).isEqualTo("deprovisioned");
    assertThat(confirm("close").path("status").asText()).isEqualTo("deprovisioned");
    assertThat(confirm("runner-gone").path("status").asText()).isEqualTo("deprovisioned");
    JsonNode certificate = ok(staff.get(prod + "/certificate"));
    assertThat(certificate.path("number").asInt()).isEqualTo(1);
    assertThat(verified(certificate).path("basis").asText()).contains("the customer's word");
    assertThat(verified(certificate).path("states").findValuesAsText("status"))
        .containsSubsequence("deprovisioning", "awaiting-customer-teardown", "deprovisioned");
    assertThat(verified(certificate).path("states").findValuesAsText("at"))
        .allMatch(at -> !at.isEmpty());
    Answer again = staff.post(prod + "/uninstall", "{\"confirm\":\"prod\"}");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.raw().body()).contains("install-over");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "123456789012; 210987654321; account",
        "eu-central-1; eu-west-1; region",
        "\"looked\": [; \"looked\": [\"\",; looked[0]",
        "\"found\": []; \"found\": [{\"name\": \"x\"}]; found[0]",
        "\"found\": []; \"found\": [null]; found[0]",
        "\"found\": []; \"unlooked\": []; found",
      })
  void aLookThatCannotBeIsRefusedByItsField(String right, String wrong, String field) {
    Answer refused = staff.post(prod + "/inventory", NOTHING.replace(right, wrong));
    assertThat(refused.status()).as(refused.raw().body()).isEqualTo(422);
    assertThat(refused.body().path("field").asText()).isEqualTo(field);
  }

  /// As anybody can who has the control plane's authorities: no key of the product is needed.
  private JsonNode verified(JsonNode certificate) throws Exception {
    var json = new ObjectMapper();
    JsonNode envelope = json.readTree(certificate.path("envelope").asText());
    byte[] payload = Base64.getDecoder().decode(envelope.path("payload").asText());
    JsonNode mark = envelope.path("signatures").path(0);
    List<X509Certificate> chain =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(mark.path("cert").asText().getBytes(UTF_8)))
            .stream()
            .map(X509Certificate.class::cast)
            .toList();
    assertThat(authority.bundle()).contains(chain.get(1));
    chain.getFirst().verify(chain.get(1).getPublicKey());
    assertThat(chain.getFirst().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.36");
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initVerify(chain.getFirst().getPublicKey());
    signature.update(Dsse.signedBytes(envelope.path("payloadType").asText(), payload));
    assertThat(signature.verify(Base64.getDecoder().decode(mark.path("sig").asText()))).isTrue();
    return json.readTree(payload);
  }
}
