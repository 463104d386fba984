package io.bowline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `bowline member`.
class MemberVerbsTest {
  private static final String MEMBERS = "organizations/acme/members";
  private static final String INVITATIONS = "organizations/acme/invitations";
  private static final String ANNA =
      """
      {"id":"m1","email":"anna@example.com","name":"Anna","role":"owner","joinedAt":"2026-01-02T03:04:05Z"}\
      """;

  @TempDir private Path folder;
  private WrittenApi api;
  private Run.User operator;

  @BeforeEach
  void serve() throws IOException {
    api = new WrittenApi();
    operator = api.operator(folder);
    api.answer("GET " + MEMBERS + "?limit=200", "{\"items\":[%s]}".formatted(ANNA));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void membersAreListedAndNamedByTheirAddress() {
    Run list = operator.run("member", "list");
    assertThat(list.code()).as(list.err()).isZero();
    assertThat(list.out()).contains("anna@example.com", "owner");

    api.answer("PUT " + MEMBERS + "/m1/role", ANNA.replace("owner", "admin"));
    Run role = operator.run("member", "role", "Anna@example.com", "admin");
    assertThat(role.code()).as(role.err()).isZero();
    assertThat(api.asked().getLast().body()).isEqualTo("{\"role\":\"admin\"}");

    api.answer("DELETE " + MEMBERS + "/m1", "");
    assertThat(operator.run("member", "remove", "m1").code()).isZero();
    Run nobody = operator.run("member", "remove", "ben@example.com");
    assertThat(nobody.code()).isEqualTo(5);
    assertThat(nobody.err()).contains("no member ben@example.com");
  }

  @Test
  void aMembersSessionsAreListedAndEnded() {
    String sessions = MEMBERS + "/m1/sessions";
    api.answer("GET " + sessions, "{\"items\":[{\"id\":\"s1\",\"source\":\"192.0.2.1\"}]}");
    Run list = operator.run("member", "sessions", "anna@example.com");
    assertThat(list.code()).as(list.err()).isZero();
    assertThat(list.out()).contains("s1", "192.0.2.1");

    api.answer("DELETE " + sessions + "/s1", "");
    assertThat(operator.run("member", "sign-out", "m1", "--session", "s1").out()).contains("s1");
    api.answer("DELETE " + sessions, "{\"ended\":1}");
    assertThat(operator.run("member", "sign-out", "anna@example.com").out())
        .contains("signed out anna@example.com");
  }

  @Test
  void anInvitationIsALinkThatWhoeverHasItAccepts() throws IOException {
    api.answer(
        "POST " + INVITATIONS,
        """
        {"id":"i1","email":"ben@example.com","role":"viewer","expiresAt":"2026-05-08T12:00:00Z",
         "invitation":"bwli_text"}\
        """);
    Run invite = operator.run("member", "invite", "ben@example.com");
    assertThat(invite.code()).as(invite.err()).isZero();
    assertThat(api.asked().getLast().body())
        .contains("\"role\":\"viewer\"", "\"expiresInSeconds\":604800");
    String link = api.base() + "/invitation.html#bwli_text";
    assertThat(invite.out()).contains(link);

    api.answer(
        "POST invitations/accept",
        """
        {"organization":"o1","token":"bwl_new",
         "member":{"email":"ben@example.com","role":"viewer"}}\
        """);
    Path config = folder.resolve("cli.json");
    Run.User ben = new Run.User(folder, Map.of("BOWLINE_CONFIG", config.toString()), link + "\n");
    Run accepted = ben.run("member", "accept", "--name", "Ben", "--link-file", "-");
    assertThat(accepted.code()).as(accepted.err()).isZero();
    assertThat(accepted.out()).contains("ben@example.com (viewer)").doesNotContain("bwl_new");
    assertThat(api.asked().getLast().body())
        .contains("\"invitation\":\"bwli_text\"", "\"name\":\"Ben\"");
    assertThat(api.asked().getLast().authorization()).isEqualTo("null");
    assertThat(Files.readString(config)).contains("bwl_new", "o1");
  }

  @Test
  void whatIsNoLinkIsSaidToBeNone() {
    Run.User ben = new Run.User(folder, Map.of("BOWLINE_INVITATION", "bwli_text"), "");
    Run run = ben.run("member", "accept", "--name", "Ben");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("no link of an invitation").doesNotContain("bwli_text");
    Run none = new Run.User(folder, Map.of(), "").run("member", "accept", "--name", "Ben");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("BOWLINE_INVITATION");
  }

  @Test
  void openInvitationsAreListedAndRevoked() {
    api.answer(
        "GET " + INVITATIONS + "?limit=200",
        "{\"items\":[{\"id\":\"i1\",\"email\":\"ben@example.com\",\"role\":\"viewer\"}]}");
    api.answer("DELETE " + INVITATIONS + "/i1", "");
    assertThat(operator.run("member", "invitations").out()).contains("ben@example.com");
    assertThat(operator.run("member", "revoke-invitation", "i1").code()).isZero();
  }

  @Test
  void aServiceAccountsTokenIsMadeByItsNameAndForInstalls() {
    String accounts = "organizations/acme/service-accounts";
    String account = "{\"id\":\"s1\",\"name\":\"ci\",\"role\":\"operator\"}";
    api.answer("POST " + accounts, account);
    api.answer("GET " + accounts + "?limit=200", "{\"items\":[%s]}".formatted(account));
    assertThat(operator.run("service-account", "create", "ci", "--role", "operator").out())
        .contains("operator");
    api.answer("POST organizations/acme/tokens", "{\"id\":\"t1\",\"token\":\"bwl_x\"}");
    Run made =
        operator.run(
            "token",
            "create",
            "deploy",
            "--scope",
            "write",
            "--service-account",
            "ci",
            "--install",
            "eu");
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(api.asked().getLast().body())
        .contains("\"serviceAccount\":\"s1\"", "\"installs\":[\"eu\"]");
    api.answer("DELETE " + accounts + "/s1", "");
    assertThat(operator.run("service-account", "remove", "ci").code()).isZero();
    assertThat(operator.run("service-account", "remove", "cd").code()).isEqualTo(5);
  }

  @Test
  void aReviewDecidesAboutSubjectsByTheirNames() {
    api.answer(
        "GET organizations/acme/access",
        """
        {"items":[{"subject":"member/m1","name":"anna@example.com","rights":"owner"},
         {"subject":"token/t1","name":"ci","rights":"read"},
         {"subject":"token/t2","name":"ci","rights":"write"}]}\
        """);
    api.answer("POST organizations/acme/access-reviews", "{\"id\":\"r1\",\"note\":\"q\"}");
    assertThat(operator.run("access", "list").out()).contains("anna@example.com", "token/t2");
    Run done =
        operator.run(
            "access",
            "review",
            "--note",
            "q",
            "--confirm",
            "anna@example.com",
            "--confirm",
            "token/t1",
            "--revoke",
            "token/t2");
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(api.asked().getLast().body())
        .contains("\"confirmed\":[\"member/m1\",\"token/t1\"]", "\"revoked\":[\"token/t2\"]");
    Run several = operator.run("access", "review", "--note", "q", "--revoke", "ci");
    assertThat(several.code()).isEqualTo(2);
    assertThat(several.err()).contains("more than one", "token/t1");
    assertThat(operator.run("access", "review", "--note", "q", "--revoke", "x").code())
        .isEqualTo(5);
  }

  @Test
  void leavingNamesWhatIsLeft() {
    api.answer("POST " + MEMBERS + "/leave", ANNA);
    assertThat(operator.run("member", "leave").code()).isEqualTo(2);
    assertThat(operator.run("member", "leave", "--confirm", "acme").code()).isZero();
    assertThat(api.asked().getLast().body()).isEqualTo("{\"organization\":\"acme\"}");
  }
}
