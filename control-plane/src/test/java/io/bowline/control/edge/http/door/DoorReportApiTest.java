package io.bowline.control.edge.http.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.http.TestCaller;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.TestOwner;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class DoorReportApiTest {
  private static final String STACK = "arn:aws:cloudformation:eu-central-1:123456789012:stack/a/1";

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;

  private TestCaller staff;
  private TestCaller stranger;
  private String install;
  private String id;

  @BeforeEach
  void install() {
    stranger = TestCaller.to(address.getPort(), TestTrust.of(authority));
    staff = stranger.with(owner.token());
    String installs = "/api/v1/organizations/" + staff.organization() + "/installs";
    Answer made =
        staff.post(
            installs,
            """
            {"name":"prod","product":"acme/streaming","cloud":"aws","account":"123456789012","region":"eu-central-1"}\
            """);
    assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
    install = installs + "/prod";
    id = made.body().path("id").asText();
  }

  private String token() {
    return staff.post(install + "/enrollment-tokens", "{}").body().path("token").asText();
  }

  private ObjectNode word(String token, String phase, String attempt) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("token", token)
        .put("door", "cloudformation")
        .put("phase", phase)
        .put("attempt", attempt)
        .put("account", "123456789012")
        .put("region", "eu-central-1")
        .put("install", id)
        .put("name", "prod");
  }

  private Answer tell(ObjectNode word) {
    return stranger.post("/api/v1/door-reports", word.toString());
  }

  private String status() {
    return staff.get(install).body().path("status").asText();
  }

  private String reason() {
    return staff.get(install).body().path("reason").asText();
  }

  @Test
  @Tag("C22.phones-home")
  void aDoorThatTellsMovesTheInstallAndWhatItMadeIsKept() {
    String token = token();
    assertThat(tell(word(token, "begun", STACK)).body().path("status").asText())
        .isEqualTo("base-layer");
    assertThat(reason()).contains(STACK);

    ObjectNode made = word(token, "made", STACK);
    made.putArray("made")
        .addObject()
        .put("kind", "AWS::EKS::Cluster")
        .put("id", "bowline-prod")
        .put("name", "Cluster");
    Answer told = tell(made);
    assertThat(told.body().path("status").asText()).isEqualTo("awaiting-runner");
    assertThat(told.body().path("news").asBoolean()).isTrue();
    Answer again = tell(made);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body().path("news").asBoolean()).isFalse();

    JsonNode reports = staff.get(install + "/door-reports").body();
    assertThat(reports).hasSize(2);
    assertThat(reports.path(1).path("made").path(0).path("id").asText()).isEqualTo("bowline-prod");
    assertThat(reports.toString()).doesNotContain(token);
    assertThat(staff.get(install + "/history").body().findValuesAsText("status"))
        .containsExactly("awaiting-customer", "base-layer", "awaiting-runner");
  }

  @Test
  @Tag("C1.foreign-account-refused")
  void aDoorInAnotherAccountIsTurnedAwayAndItsTokenAdmitsNobody() {
    String token = token();
    Answer refused = tell(word(token, "begun", STACK).put("account", "999999999999"));
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.body().path("detail").asText())
        .startsWith("elsewhere: ")
        .contains("123456789012")
        .contains("999999999999")
        .contains("bowline install token prod");
    assertThat(status()).isEqualTo("draft");
    assertThat(reason()).contains("999999999999");

    Answer later = tell(word(token, "begun", STACK));
    assertThat(later.body().path("detail").asText()).startsWith("token-over: ").contains("void");
    assertThat(staff.get(install + "/door-reports").body()).isEmpty();
  }

  @Test
  void aStackThatRolledBackVoidsItsTokenAndTheNextTryStartsClean() {
    String first = token();
    assertThat(tell(word(first, "begun", STACK)).status()).isEqualTo(200);
    ObjectNode failed = word(first, "failed", STACK).put("reason", "no quota\u001b[2J\nfor it");
    assertThat(tell(failed).body().path("status").asText()).isEqualTo("draft");
    assertThat(reason()).contains("no quota [2J for it").doesNotContain("\u001b");
    Answer rolled = tell(word(first, "deleted", STACK));
    assertThat(rolled.body().path("phase").asText()).isEqualTo("rolled-back");
    assertThat(reason()).contains("took back what it had made");
    assertThat(tell(word(first, "begun", "second")).status()).isEqualTo(409);

    assertThat(tell(word(token(), "begun", "second")).body().path("status").asText())
        .isEqualTo("base-layer");
  }

  @Test
  void theFailureOfOneTokensRunDoesNothingToTheRunThatHasAnother() {
    String first = token();
    String second = token();
    assertThat(tell(word(first, "begun", STACK)).status()).isEqualTo(200);
    assertThat(tell(word(second, "begun", "second")).status()).isEqualTo(200);
    ObjectNode failed = word(first, "failed", STACK).put("reason", "no quota");
    assertThat(tell(failed).body().path("status").asText()).isEqualTo("base-layer");
    assertThat(reason()).contains("no quota").contains("with another token (second)");
    assertThat(tell(word(second, "made", "second")).body().path("status").asText())
        .isEqualTo("awaiting-runner");
    assertThat(tell(word(first, "deleted", STACK)).body().path("status").asText())
        .isEqualTo("awaiting-runner");
    assertThat(tell(word(second, "deleted", "second")).body().path("status").asText())
        .isEqualTo("draft");
  }

  @Test
  void aTokenThatNobodyHasBegunWithStaysOutWhenAnotherIsLost() {
    String first = token();
    assertThat(tell(word(first, "begun", STACK)).status()).isEqualTo(200);
    String unused = token();
    assertThat(tell(word(first, "begun", "abroad").put("account", "999999999999")).status())
        .isEqualTo(409);
    assertThat(status()).isEqualTo("awaiting-customer");
    assertThat(reason()).contains("999999999999").contains("another token is out");
    assertThat(tell(word(unused, "begun", "third")).body().path("status").asText())
        .isEqualTo("base-layer");
  }

  @Test
  void aTemplateThatIsRunTwiceIsToldSo() {
    String token = token();
    assertThat(tell(word(token, "begun", STACK)).status()).isEqualTo(200);
    Answer twice = tell(word(token, "begun", "other-stack"));
    assertThat(twice.status()).isEqualTo(409);
    assertThat(twice.body().path("detail").asText()).startsWith("twice: ").contains(STACK);
    assertThat(status()).isEqualTo("base-layer");
  }

  @Test
  void anInstallIsGivenUpWhileItsBaseLayerIsMadeAndTheDoorIsToldSo() {
    String token = token();
    assertThat(tell(word(token, "begun", STACK)).status()).isEqualTo(200);
    assertThat(staff.post(install + "/abandon", "{\"confirm\":\"prod\"}").status()).isEqualTo(200);
    assertThat(tell(word(token, "made", STACK)).body().path("status").asText())
        .isEqualTo("abandoned");
    assertThat(tell(word(token, "begun", STACK + "2")).body().path("detail").asText())
        .contains("given up");
  }

  @Test
  void whatIsNoReportIsRefusedByItsField() {
    String token = token();
    assertThat(tell(word("bwle_nobodys", "begun", STACK)).status()).isEqualTo(401);
    for (String field : List.of("token", "door", "phase", "attempt", "account", "region")) {
      ObjectNode without = word(token, "begun", STACK);
      without.remove(field);
      Answer refused = tell(without);
      assertThat(refused.status()).as(field).isEqualTo(422);
      assertThat(refused.body().path("field").asText()).isEqualTo(field);
    }
    assertThat(tell(word(token, "dancing", STACK)).body().path("field").asText())
        .isEqualTo("phase");
    assertThat(tell(word(token, "begun", "a\u001bb")).body().path("field").asText())
        .isEqualTo("attempt");
    ObjectNode many = word(token, "made", STACK);
    for (int i = 0; i <= 500; i++) {
      many.withArray("made").addObject().put("kind", "a").put("id", "b" + i);
    }
    assertThat(tell(many).body().path("field").asText()).isEqualTo("made");
    ObjectNode odd = word(token, "made", STACK);
    odd.putArray("made").addObject().put("kind", "a b").put("id", "i");
    assertThat(tell(odd).body().path("field").asText()).isEqualTo("made[0].kind");
    assertThat(status()).isEqualTo("awaiting-customer");
  }
}
