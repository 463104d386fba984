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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Somebody looks at everybody's rights, confirms or revokes each, and that is on record.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class AccessReviewApiTest {
  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;

  private TestCaller anybody;
  private TestCaller staff;
  private String org;
  private TestCaller inviter;

  @BeforeEach
  void organization() {
    anybody = TestCaller.to(address.getPort(), TestTrust.of(authority));
    staff = anybody.with(owner.token());
    inviter = staff;
    org = "/api/v1/organizations/" + staff.organization();
  }

  private TestCaller joined(String name, String role) {
    Answer invited =
        inviter.post(
            org + "/invitations",
            "{\"email\":\"%s@example.com\",\"role\":\"%s\"}".formatted(name, role));
    Answer joined =
        anybody.post(
            "/api/v1/invitations/accept",
            "{\"name\":\"%s\",\"invitation\":\"%s\"}"
                .formatted(name, invited.body().path("invitation").asText()));
    assertThat(joined.status()).as(joined.raw().body()).isEqualTo(200);
    TestCaller came = anybody.with(joined.body().path("token").asText());
    if (role.equals("owner")) {
      inviter = came;
    }
    return came;
  }

  private TestCaller token() {
    Answer made = staff.post(org + "/tokens", "{\"name\":\"old\",\"scopes\":[\"read\"]}");
    return anybody.with(made.body().path("token").asText());
  }

  private List<JsonNode> rights() {
    var all = new ArrayList<JsonNode>();
    inviter.get(org + "/access").body().path("items").forEach(all::add);
    return all;
  }

  private String subject(String name) {
    return rights().stream()
        .filter(right -> right.path("name").asText().equals(name))
        .map(right -> right.path("subject").asText())
        .findFirst()
        .orElseThrow();
  }

  private Answer review(TestCaller by, List<String> confirmed, List<String> revoked) {
    return by.post(
        org + "/access-reviews",
        "{\"confirmed\":%s,\"revoked\":%s,\"note\":\"quarterly\"}"
            .formatted(list(confirmed), list(revoked)));
  }

  private static String list(List<String> texts) {
    return texts.stream().map(text -> '"' + text + '"').collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  @Tag("C66.access-review")
  void whoHasRightsIsListedWithTheirLastUseAndAReviewRevokesAndStaysOnRecord() {
    TestCaller old = token();
    TestCaller anna = joined("anna", "owner");
    TestCaller ben = joined("ben", "operator");
    anna.post(org + "/service-accounts", "{\"name\":\"ci\",\"role\":\"viewer\"}");
    assertThat(anna.get(org).status()).isEqualTo(200);
    assertThat(rights())
        .extracting(right -> right.path("name").asText() + " " + right.path("rights").asText())
        .containsExactlyInAnyOrder(
            "anna@example.com owner", "ben@example.com operator", "ci viewer", "old read");
    assertThat(rights())
        .filteredOn(right -> right.has("lastUsedAt"))
        .extracting(right -> right.path("name").asText())
        .as("who has signed in")
        .containsExactlyInAnyOrder("anna@example.com", "ben@example.com");

    Answer done =
        review(
            anna,
            List.of(subject("anna@example.com"), subject("ci")),
            List.of(subject("ben@example.com"), subject("old")));

    assertThat(done.status()).as(done.raw().body()).isEqualTo(201);
    assertThat(ben.get(org).status()).isEqualTo(401);
    assertThat(old.get(org).status()).isEqualTo(401);
    assertThat(rights()).hasSize(2);
    JsonNode record = anna.get(org + "/access-reviews").body().path("items").get(0);
    assertThat(record.path("reviewedBy").asText()).isEqualTo(subject("anna@example.com"));
    assertThat(record.path("note").asText()).isEqualTo("quarterly");
    assertThat(record.path("decisions").findValuesAsText("name"))
        .containsExactlyInAnyOrder("anna@example.com", "ben@example.com", "ci", "old");
    assertThat(anna.get(org + "/audit").body().path("items").findValuesAsText("action"))
        .contains("access.review", "member.remove", "token.revoke");
  }

  @Test
  @Tag("C66.access-review")
  void staffWhoAreLetInAreReviewedAndSentOut() {
    String id = org.substring(org.lastIndexOf('/') + 1);
    TestCaller anna = joined("anna", "owner");
    String access = staff.enters(id);
    assertThat(staff.get(org + "/members").status()).isEqualTo(200);
    JsonNode let =
        rights().stream()
            .filter(right -> right.path("subject").asText().equals("staff-access/" + access))
            .findFirst()
            .orElseThrow();
    assertThat(let.path("name").asText()).startsWith("staff/");
    assertThat(let.path("rights").asText()).startsWith("staff until 2").endsWith(": to see");
    assertThat(let.path("lastUsedAt").asText()).isNotEmpty();
    Answer without = review(anna, List.of(subject("anna@example.com")), List.of());
    assertThat(without.status()).isEqualTo(409);
    assertThat(without.body().path("detail").asText()).contains(access);

    Answer done =
        review(anna, List.of(subject("anna@example.com")), List.of(let.path("subject").asText()));
    assertThat(done.status()).as(done.raw().body()).isEqualTo(201);
    assertThat(staff.get(org + "/members").status()).isEqualTo(403);
    assertThat(anna.get(org + "/staff-accesses/" + access).body().path("state").asText())
        .isEqualTo("ended");
    assertThat(rights()).hasSize(1);
    staff.post(org + "/staff-accesses", "{\"reason\":\"again\",\"hours\":1}");
    assertThat(rights()).as("who is let in anew is a subject anew").hasSize(2);
  }

  @Test
  void aReviewThatLeavesSomebodyOutOrCannotBeChangesNothing() {
    TestCaller anna = joined("anna", "owner");
    joined("ben", "viewer");
    String first = subject("anna@example.com");
    String second = subject("ben@example.com");

    Answer partial = review(anna, List.of(first), List.of());
    assertThat(partial.status()).isEqualTo(409);
    assertThat(partial.body().path("detail").asText()).contains("Undecided", second);
    assertThat(review(anna, List.of(first, second, "token/none"), List.of()).status())
        .isEqualTo(409);
    assertThat(review(anna, List.of(first, second), List.of(second)).status()).isEqualTo(409);
    Answer nothing =
        anna.post(org + "/access-reviews", "{\"confirmed\":[null],\"revoked\":[],\"note\":\"n\"}");
    assertThat(nothing.status()).isEqualTo(422);
    Answer last = review(anna, List.of(), List.of(second, first));
    assertThat(last.status()).as("no owner would be left").isEqualTo(409);

    assertThat(rights()).hasSize(2);
    assertThat(anna.get(org + "/access-reviews").body().path("items")).isEmpty();
  }
}
