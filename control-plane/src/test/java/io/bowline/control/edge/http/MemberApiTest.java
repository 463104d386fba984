package io.bowline.control.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.TestOwner;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// People come, change roles and go, over the API.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class MemberApiTest {
  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;

  private TestCaller anybody;
  private TestCaller staff;
  private String org;

  @BeforeEach
  void organization() {
    anybody = TestCaller.to(address.getPort(), TestTrust.of(authority));
    staff = anybody.with(owner.token());
    org = "/api/v1/organizations/" + staff.organization();
  }

  private record Person(String id, TestCaller calls) {}

  private Person joined(TestCaller by, String name, String role) {
    Answer invited = invite(by, name, role);
    assertThat(invited.status()).as(invited.raw().body()).isEqualTo(201);
    Answer joined = accept(invited.body().path("invitation").asText(), name);
    assertThat(joined.status()).as(joined.raw().body()).isEqualTo(200);
    JsonNode body = joined.body();
    assertThat(org).endsWith(body.path("organization").asText());
    return new Person(
        body.path("member").path("id").asText(), anybody.with(body.path("token").asText()));
  }

  private Answer invite(TestCaller by, String name, String role) {
    return by.post(
        org + "/invitations",
        "{\"email\":\"%s@example.com\",\"role\":\"%s\"}".formatted(name, role));
  }

  private Answer accept(String invitation, String name) {
    return anybody.post(
        "/api/v1/invitations/accept",
        "{\"invitation\":\"%s\",\"name\":\"%s\"}".formatted(invitation, name));
  }

  private Answer assign(TestCaller by, Person who, String role) {
    HttpRequest.Builder request =
        by.request(org + "/members/" + who.id() + "/role")
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString("{\"role\":\"%s\"}".formatted(role)));
    return by.send(request);
  }

  @Test
  void peopleComeByInvitationAndDoWhatTheirRoleAllows() {
    Person anna = joined(staff, "anna", "owner");
    Person ben = joined(anna.calls(), "ben", "viewer");
    assertThat(ben.calls().get(org + "/members").body().path("items"))
        .extracting(member -> member.path("email").asText() + " " + member.path("role").asText())
        .containsExactly("anna@example.com owner", "ben@example.com viewer");

    Answer refused = invite(ben.calls(), "cleo", "viewer");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.body().path("detail").asText()).contains("role is viewer", "needs admin");

    assertThat(assign(anna.calls(), ben, "admin").body().path("role").asText()).isEqualTo("admin");
    assertThat(invite(ben.calls(), "cleo", "owner").status()).as("above one's own").isEqualTo(403);
    assertThat(assign(ben.calls(), anna, "viewer").status()).isEqualTo(403);

    assertThat(anna.calls().delete(org + "/members/" + ben.id()).status()).isEqualTo(204);
    assertThat(ben.calls().get(org + "/members").status()).isEqualTo(401);
    assertThat(anna.calls().get(org + "/members/" + ben.id()).status()).isEqualTo(404);
  }

  @Test
  void theLastOwnerStaysAndWhoLeavesNamesWhatTheyLeave() {
    Person anna = joined(staff, "anna", "owner");
    assertThat(assign(anna.calls(), anna, "admin").status()).isEqualTo(409);
    String name = staff.get(org).body().path("name").asText();
    String leave = "{\"organization\":\"%s\"}".formatted(name);
    Answer last = anna.calls().post(org + "/members/leave", leave);
    assertThat(last.status()).isEqualTo(409);
    assertThat(last.body().path("detail").asText()).contains("Make another member an owner");

    Person ben = joined(anna.calls(), "ben", "viewer");
    Answer mistaken = ben.calls().post(org + "/members/leave", "{\"organization\":\"other\"}");
    assertThat(mistaken.status()).isEqualTo(422);
    assertThat(ben.calls().post(org + "/members/leave", leave).status()).isEqualTo(200);
    assertThat(ben.calls().get(org).status()).isEqualTo(401);
    assertThat(staff.post(org + "/members/leave", leave).status()).as("no member").isEqualTo(403);
  }

  @Test
  void anAdminSeesAndEndsTheSessionsOfOthersButNoOwners() {
    Person anna = joined(staff, "anna", "owner");
    Person ben = joined(anna.calls(), "ben", "admin");
    Person cleo = joined(anna.calls(), "cleo", "viewer");
    String hers = org + "/members/" + cleo.id() + "/sessions";
    JsonNode seen = ben.calls().get(hers).body().path("items");
    assertThat(seen).hasSize(1);
    assertThat(seen.get(0).path("method").asText()).isEqualTo("invitation");
    assertThat(seen.get(0).path("current").asBoolean()).isFalse();
    assertThat(cleo.calls().get(hers).status()).as("a viewer").isEqualTo(403);

    String owners = org + "/members/" + anna.id() + "/sessions";
    String annas = anna.calls().get(owners).body().path("items").get(0).path("id").asText();
    assertThat(ben.calls().delete(hers + "/" + annas).status()).as("not hers").isEqualTo(404);
    assertThat(ben.calls().delete(owners + "/" + annas).status()).isEqualTo(403);
    assertThat(ben.calls().delete(owners).status()).isEqualTo(403);
    assertThat(anna.calls().get(org).status()).isEqualTo(200);

    String one = seen.get(0).path("id").asText();
    assertThat(ben.calls().delete(hers + "/" + one).status()).isEqualTo(204);
    assertThat(cleo.calls().get(org).status()).isEqualTo(401);
    assertThat(ben.calls().delete(hers + "/" + one).status()).as("over").isEqualTo(404);
    String bens = org + "/members/" + ben.id() + "/sessions";
    assertThat(anna.calls().delete(bens).body().path("ended").asInt()).isEqualTo(1);
    assertThat(ben.calls().get(org).status()).isEqualTo(401);
    String nobody = org + "/members/00000000-0000-0000-0000-000000000001/sessions";
    assertThat(anna.calls().get(nobody).status()).isEqualTo(404);
    assertThat(anna.calls().delete(nobody).status()).isEqualTo(404);

    assertThat(anna.calls().get(org + "/audit?limit=3").body().path("items"))
        .extracting(entry -> entry.path("actor").asText() + " " + entry.path("action").asText())
        .contains(
            "member/" + ben.id() + " session.end", "member/" + anna.id() + " session.end-all");
  }

  @Test
  void aTokenThatMayLessThanItsHolderIsNoneToLeaveWith() {
    Person ben = joined(joined(staff, "anna", "owner").calls(), "ben", "admin");
    Answer made = ben.calls().post(org + "/tokens", "{\"name\":\"t\",\"scopes\":[\"read\"]}");
    assertThat(made.body().path("member").asText()).isEqualTo(ben.id());
    String name = staff.get(org).body().path("name").asText();

    Answer left =
        anybody
            .with(made.body().path("token").asText())
            .post(org + "/members/leave", "{\"organization\":\"%s\"}".formatted(name));

    assertThat(left.status()).isEqualTo(403);
    assertThat(ben.calls().get(org).status()).isEqualTo(200);
  }

  @Test
  void anAdminDoesNotShutAnOwnerOutByTheirTokens() {
    Person anna = joined(staff, "anna", "owner");
    Person ben = joined(anna.calls(), "ben", "admin");
    for (Person one : List.of(anna, ben)) {
      String wish = "{\"name\":\"own\",\"scopes\":[\"read\"]}";
      assertThat(one.calls().post(org + "/tokens", wish).status()).isEqualTo(201);
    }
    assertThat(revoke(ben, tokenOf(anna, anna)).status()).isEqualTo(403);
    assertThat(revoke(ben, tokenOf(ben, anna)).status()).isEqualTo(204);
    assertThat(anna.calls().get(org).status()).isEqualTo(200);
  }

  private String tokenOf(Person who, Person seenBy) {
    for (JsonNode token : seenBy.calls().get(org + "/tokens").body().path("items")) {
      if (token.path("member").asText().equals(who.id())) {
        return token.path("id").asText();
      }
    }
    throw new AssertionError("no token of " + who);
  }

  private Answer revoke(Person by, String token) {
    return by.calls().delete(org + "/tokens/" + token);
  }

  @Test
  void anInvitationIsShownOnceTakenOnceAndCanBeRevoked() {
    String wish = "{\"email\":\"anna@example.com\",\"role\":\"viewer\",\"expiresInSeconds\":60}";
    Answer first = staff.post(org + "/invitations", wish, "Idempotency-Key", "k");
    String text = first.body().path("invitation").asText();
    Answer again = staff.post(org + "/invitations", wish, "Idempotency-Key", "k");
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.raw().body()).doesNotContain(text).doesNotContain("bwli_");
    Answer open = staff.get(org + "/invitations");
    assertThat(open.body().path("items")).hasSize(1);
    assertThat(open.raw().body()).doesNotContain("bwli_");

    String id = first.body().path("id").asText();
    assertThat(staff.delete(org + "/invitations/" + id).status()).isEqualTo(204);
    assertThat(staff.delete(org + "/invitations/" + id).status()).isEqualTo(404);
    Answer late = accept(text, "Anna");
    assertThat(late.status()).isEqualTo(404);
    assertThat(late.body().path("detail").asText()).contains("Ask for another one");
    assertThat(staff.get(org + "/audit").raw().body())
        .contains("invitation.create", "invitation.revoke")
        .doesNotContain(text);
  }

  @Test
  void theLinksPageTellsAnybodyHowToAccept() {
    Answer page = anybody.get("/invitation.html");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.raw().body()).contains("bowline member accept");
  }

  @Test
  void whatIsWrongWithAWishIsNamed() {
    assertThat(invite(staff, "an na", "viewer").body().path("field").asText()).isEqualTo("email");
    assertThat(invite(staff, "anna", "king").body().path("field").asText()).isEqualTo("role");
    assertThat(accept("x", "").body().path("field").asText()).isEqualTo("name");
    assertThat(accept("", "x").body().path("field").asText()).isEqualTo("invitation");
    assertThat(staff.get(org + "/members/nobody").status()).isEqualTo(404);
  }
}
