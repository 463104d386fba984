package io.bowline.control.edge.http.staff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.http.TestCaller;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.Scope;
import io.bowline.control.org.TestOwner;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.store.OpenTransaction;
import io.bowline.model.id.OrgId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The vendor's staff come into an organization by what it sees, and are sent out again.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class StaffAccessApiTest {
  private static final String PASSWORD = "correct horse battery staple";
  private static final String WISH = "{\"reason\":\"ticket 312\",\"hours\":2}";

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner tokens;
  @Inject Transactions transactions;

  private TestCaller anybody;
  private TestCaller staff;
  private TestCaller anna;
  private String id;
  private String org;
  private String accesses;

  @BeforeEach
  void organizationWithAnOwner() {
    anybody = TestCaller.to(address.getPort(), TestTrust.of(authority));
    staff = anybody.with(tokens.named("eve-" + UUID.randomUUID(), EnumSet.allOf(Scope.class)));
    id = staff.organization();
    org = "/api/v1/organizations/" + id;
    accesses = org + "/staff-accesses";
    anna = joined(staff, "owner");
  }

  private TestCaller joined(TestCaller by, String role) {
    Answer invited =
        by.post(
            org + "/invitations",
            "{\"email\":\"%s@example.com\",\"role\":\"%s\"}".formatted(UUID.randomUUID(), role));
    assertThat(invited.status()).as(invited.raw().body()).isEqualTo(201);
    Answer joined =
        anybody.post(
            "/api/v1/invitations/accept",
            "{\"name\":\"A\",\"invitation\":\"%s\"}"
                .formatted(invited.body().path("invitation").asText()));
    assertThat(joined.status()).as(joined.raw().body()).isEqualTo(200);
    return anybody.with(joined.body().path("token").asText());
  }

  private Answer policy(TestCaller by, String body) {
    return by.send(
        by.request(org + "/staff-access-policy")
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(body)));
  }

  @Test
  @Tag("C66.staff-access")
  void withoutSayingAnythingStaffComeInAtOnceAndTheOrganizationSeesAndEndsIt() {
    Answer out = staff.get(org + "/members");
    assertThat(out.status()).isEqualTo(403);
    assertThat(out.body().path("detail").asText()).contains("bowline access request");

    String access = staff.enters(id);
    assertThat(staff.get(org + "/members").status()).isEqualTo(200);
    JsonNode seen = anna.get(accesses).body().path("items").get(0);
    assertThat(seen.path("staff").asText()).startsWith("staff/eve-");
    assertThat(seen.path("reason").asText()).isEqualTo("to see");
    assertThat(seen.path("decidedBy").asText()).isEqualTo("policy");
    assertThat(seen.path("expiresAt").asText()).isNotEmpty();

    Answer ended = anna.post(accesses + "/" + access + "/end", "");
    assertThat(ended.body().path("state").asText()).isEqualTo("ended");
    assertThat(staff.get(org + "/members").status()).isEqualTo(403);
    assertThat(anna.post(accesses + "/" + access + "/end", "").status()).isEqualTo(409);
    assertThat(anna.get(org + "/audit?limit=4").body().path("items"))
        .extracting(entry -> entry.path("action").asText())
        .contains("staff-access.request", "staff-access.grant", "staff-access.end");
    assertThat(anna.get(org + "/audit/verification").body().path("intact").asBoolean()).isTrue();
  }

  @Test
  void whereTheyHaveToAskAnOwnerOrAdminDecides() {
    assertThat(policy(anna, "{\"rule\":\"ask\",\"mostHours\":4}").status()).isEqualTo(200);
    assertThat(staff.post(accesses, "{\"reason\":\"x\",\"hours\":5}").body().path("field").asText())
        .isEqualTo("hours");
    Answer asked = staff.post(accesses, WISH);
    assertThat(asked.status()).isEqualTo(201);
    assertThat(asked.body().path("state").asText()).isEqualTo("requested");
    String one = accesses + "/" + asked.body().path("id").asText();
    assertThat(staff.get(org + "/members").status()).isEqualTo(403);
    assertThat(staff.post(one + "/approve", "").status()).as("oneself").isEqualTo(403);
    TestCaller viewer = joined(anna, "viewer");
    assertThat(viewer.post(one + "/approve", "").status()).isEqualTo(403);
    Answer account = anna.post(org + "/service-accounts", "{\"name\":\"ci\",\"role\":\"admin\"}");
    assertThat(account.status()).isEqualTo(201);
    Answer bot =
        anna.post(
            org + "/tokens",
            "{\"name\":\"t\",\"scopes\":[\"read\",\"admin\"],\"serviceAccount\":\"%s\"}"
                .formatted(account.body().path("id").asText()));
    assertThat(bot.status()).as(bot.raw().body()).isEqualTo(201);
    assertThat(anybody.with(bot.body().path("token").asText()).post(one + "/approve", "").status())
        .as("no person")
        .isEqualTo(403);

    TestCaller ben = joined(anna, "admin");
    assertThat(ben.post(one + "/approve", "").body().path("state").asText()).isEqualTo("active");
    assertThat(staff.get(org + "/members").status()).isEqualTo(200);
    assertThat(ben.post(one + "/refuse", "").status()).as("decided").isEqualTo(409);
    assertThat(staff.get(one).body().path("decidedBy").asText()).startsWith("member/");
    assertThat(staff.delete(one).status()).isEqualTo(204);
    assertThat(staff.get(org + "/members").status()).as("given back").isEqualTo(403);

    String other = accesses + "/" + staff.post(accesses, WISH).body().path("id").asText();
    assertThat(anna.post(other + "/refuse", "").body().path("state").asText()).isEqualTo("refused");
    assertThat(anna.post(other + "/approve", "").status()).isEqualTo(409);
    assertThat(staff.get(org + "/members").status()).isEqualTo(403);
  }

  @Test
  void whoIsToldNeverIsOutAtOnceAndStaysOut() {
    staff.enters(id);
    Answer set = policy(anna, "{\"rule\":\"never\"}");
    assertThat(set.body().toString()).isEqualTo("{\"rule\":\"never\",\"mostHours\":8}");
    assertThat(staff.get(org + "/members").status()).isEqualTo(403);
    Answer asked = staff.post(accesses, WISH);
    assertThat(asked.status()).isEqualTo(403);
    assertThat(asked.body().path("detail").asText()).contains("lets no staff in");
    assertThat(policy(staff, "{\"rule\":\"tell\"}").status()).isEqualTo(403);
    assertThat(policy(anna, "{\"rule\":\"maybe\"}").body().path("field").asText())
        .isEqualTo("rule");
    assertThat(policy(anna, "{\"rule\":\"tell\",\"mostHours\":169}").body().path("field").asText())
        .isEqualTo("mostHours");
    assertThat(staff.get(org).status()).as("that it is there").isEqualTo(200);
    assertThat(staff.get(org + "/staff-access-policy").status()).isEqualTo(200);
  }

  @Test
  void anAccessIsForOnePersonOneOrganizationAndItsTime() {
    String access = staff.enters(id);
    TestCaller other =
        anybody.with(tokens.named("mallory-" + UUID.randomUUID(), EnumSet.allOf(Scope.class)));
    assertThat(other.get(org + "/members").status()).isEqualTo(403);
    assertThat(other.delete(accesses + "/" + access).status()).as("not theirs").isEqualTo(404);
    assertThat(anna.delete(accesses + "/" + access).status()).as("for staff").isEqualTo(403);
    transactions.runInOrg(
        OrgId.parse(id),
        tx ->
            OpenTransaction.handle(tx)
                .execute("update staff_access set expires_at = now() - interval '1 second'"));
    assertThat(staff.get(org + "/members").status()).isEqualTo(403);
    assertThat(anna.get(accesses + "/" + access).body().path("state").asText()).isEqualTo("over");
  }

  @Test
  void staffWhoCameInLetNobodyInWhoStays() {
    staff.enters(id);
    Answer invited =
        staff.post(org + "/invitations", "{\"email\":\"e@example.com\",\"role\":\"owner\"}");
    assertThat(invited.status()).isEqualTo(403);
    assertThat(invited.body().path("detail").asText()).contains("Ask an owner or admin");
    assertThat(staff.post(org + "/tokens", "{\"name\":\"t\",\"scopes\":[\"read\"]}").status())
        .isEqualTo(403);
    assertThat(
            staff.post(org + "/service-accounts", "{\"name\":\"b\",\"role\":\"admin\"}").status())
        .isEqualTo(403);
  }

  @Test
  void untilItHasAnOwnerTheStaffWhoFoundItActForIt() {
    String young = staff.organization();
    String path = "/api/v1/organizations/" + young;
    assertThat(staff.get(path + "/members").status()).isEqualTo(200);
    assertThat(staff.post(path + "/tokens", "{\"name\":\"t\",\"scopes\":[\"read\"]}").status())
        .isEqualTo(201);
  }

  @Test
  void whatIsWrongWithAWishIsNamed() {
    assertThat(staff.post(accesses, "{\"hours\":1}").body().path("field").asText())
        .isEqualTo("reason");
    assertThat(staff.post(accesses, "{\"reason\":\" \",\"hours\":1}").body().path("field").asText())
        .isEqualTo("reason");
    for (String hours : new String[] {"0", "9", "-1"}) {
      Answer wrong = staff.post(accesses, "{\"reason\":\"x\",\"hours\":%s}".formatted(hours));
      assertThat(wrong.body().path("field").asText()).as(hours).isEqualTo("hours");
    }
    assertThat(anna.post(accesses, WISH).status()).as("members need none").isEqualTo(403);
    assertThat(anna.post(accesses + "/" + UUID.randomUUID() + "/approve", "").status())
        .isEqualTo(404);
  }

  private Answer anew(Answer link) {
    return anybody.post(
        "/api/v1/password-resets/accept",
        "{\"reset\":\"%s\",\"password\":\"%s\"}"
            .formatted(link.body().path("reset").asText(), PASSWORD));
  }

  private void execute(String sql) {
    transactions.runInOrg(OrgId.parse(id), tx -> OpenTransaction.handle(tx).execute(sql));
  }

  @Test
  void aLinkOfStaffForAPasswordWaitsAndIsOverOnceAnOwnerIsThere() {
    staff.enters(id);
    JsonNode owner = staff.get(org + "/members").body().at("/items/0");
    String links = org + "/members/" + owner.path("id").asText() + "/password-resets";
    Answer link = staff.post(links, "{}");
    assertThat(link.status()).as(link.raw().body()).isEqualTo(201);
    assertThat(Instant.parse(link.body().path("usableAt").asText()))
        .isAfter(Instant.now().plus(Duration.ofHours(71)));
    Answer early = anew(link);
    assertThat(early.status()).isEqualTo(409);
    assertThat(early.body().path("detail").asText()).contains("is good from 20");

    execute(
        "update password_reset set created_at = now() - interval '3 days',"
            + " usable_at = now() - interval '1 second'");
    assertThat(anew(link).status()).as("an owner was there meanwhile").isEqualTo(404);
    execute("update sign_in_session set last_used_at = now() - interval '4 days'");
    assertThat(anew(link).status()).as("nobody was").isEqualTo(200);
    assertThat(anew(link).status()).as("once").isEqualTo(404);
  }

  @Test
  void aLinkOfAnOwnerForAPasswordIsGoodAtOnce() {
    JsonNode owner = anna.get(org + "/members").body().at("/items/0");
    Answer link =
        anna.post(org + "/members/" + owner.path("id").asText() + "/password-resets", "{}");
    assertThat(anew(link).status()).isEqualTo(200);
  }

  @Test
  @Tag("C66.staff-access")
  void whoSignsInIsToldWhoOfStaffIsInOrWaitsAndThatTheOrganizationGoes() {
    JsonNode owner = anna.get(org + "/members").body().at("/items/0");
    anew(anna.post(org + "/members/" + owner.path("id").asText() + "/password-resets", "{}"));
    String come =
        "{\"organization\":\"%s\",\"email\":\"%s\",\"password\":\"%s\"}"
            .formatted(id, owner.path("email").asText(), PASSWORD);
    Answer nothing = anybody.post("/api/v1/sign-in", come);
    assertThat(nothing.status()).as(nothing.raw().body()).isEqualTo(200);
    assertThat(nothing.body().path("notices")).isEmpty();
    anna = anybody.with(nothing.body().path("token").asText());

    String in = staff.enters(id);
    policy(anna, "{\"rule\":\"ask\"}");
    String waits = staff.post(accesses, WISH).body().path("id").asText();
    JsonNode name = staff.get(org).body().path("name");
    assertThat(staff.send(staff.request(org + "?confirm=" + name.asText()).DELETE()).status())
        .isEqualTo(202);
    JsonNode told = anybody.post("/api/v1/sign-in", come).body().path("notices");
    assertThat(told.findValuesAsText("kind"))
        .containsExactly("staff-waits", "staff-in", "deletion");
    assertThat(told.findValuesAsText("subject")).containsExactly(waits, in, id);
    assertThat(told.get(0).path("text").asText()).contains("ticket 312", "access approve " + waits);
    assertThat(told.get(1).path("text").asText()).contains("to see", "access end " + in);
    assertThat(told.get(2).path("text").asText()).contains("bowline org keep");
  }
}
