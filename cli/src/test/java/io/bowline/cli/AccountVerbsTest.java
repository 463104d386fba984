package io.bowline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `bowline sign-in`, `sign-out`, `session` and `account`.
class AccountVerbsTest {
  private static final String PASSWORD = "correct horse battery staple";
  private static final String SIGNED_IN =
      "{\"organization\":\"o1\",\"member\":\"m1\",\"session\":\"s1\",\"token\":\"bwls_x\","
          + "\"device\":\"device-1\","
          + "\"expiresAt\":\"2026-05-08T12:00:00Z\"}";

  @TempDir private Path folder;
  private WrittenApi api;
  private Path config;
  private Path password;

  @BeforeEach
  void serve() throws IOException {
    api = new WrittenApi();
    config = folder.resolve("cli.json");
    password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private Run run(String input, String... arguments) {
    return new Run.User(folder, Map.of("BOWLINE_CONFIG", config.toString()), input).run(arguments);
  }

  private Run signIn(String input, String... more) {
    String[] first = {
      "sign-in", api.base().toString(), "--org", "acme", "--email", "anna@example.com"
    };
    String[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return run(input, all);
  }

  @Test
  void aSessionIsKeptInAFileOfOnesOwnAndForgottenAgain() throws IOException {
    api.answer("POST sign-in", SIGNED_IN);
    Run in = signIn(PASSWORD, "--password-file", "-");
    assertThat(in.code()).as(in.err()).isZero();
    assertThat(in.out()).contains("anna@example.com until 2026").doesNotContain("bwls_x");
    assertThat(api.asked().getLast().body())
        .contains("\"organization\":\"acme\"", "\"password\":\"" + PASSWORD + "\"")
        .doesNotContain("code", "device");
    assertThat(api.asked().getLast().authorization()).isEqualTo("null");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(config)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(config)).contains("bwls_x", "o1").doesNotContain(PASSWORD);

    api.answer(
        "GET organizations/o1/sessions",
        "{\"items\":[{\"id\":\"s1\",\"source\":\"192.0.2.1\",\"program\":\"bowline/0.1.0\","
            + "\"current\":true}]}");
    assertThat(run("", "session", "list").out()).contains("192.0.2.1", "bowline/0.1.0");
    assertThat(api.asked().getLast().authorization()).isEqualTo("Bearer bwls_x");
    api.answer("DELETE organizations/o1/sessions/s2", "");
    assertThat(run("", "session", "revoke", "s2").code()).isZero();
    api.answer("DELETE organizations/o1/sessions", "{\"ended\":1}");
    assertThat(run("", "session", "revoke", "--others").code()).isZero();
    assertThat(run("", "session", "revoke").code()).isEqualTo(2);

    api.answer("DELETE organizations/o1/sessions/current", "");
    assertThat(run("", "sign-out").out()).contains("signed out");
    assertThat(Files.readString(config)).doesNotContain("bwls_x");

    signIn(PASSWORD, "--password-file", "-");
    assertThat(api.asked().getLast().body())
        .as("so that nobody else's tries keep her out")
        .contains("\"device\":\"device-1\"");
    try (var other = new WrittenApi()) {
      other.answer("POST sign-in", SIGNED_IN);
      String[] elsewhere = {
        "sign-in",
        other.base().toString(),
        "--org",
        "acme",
        "--email",
        "anna@example.com",
        "--password-file",
        "-"
      };
      assertThat(run(PASSWORD, elsewhere).code()).isZero();
      assertThat(other.asked().getLast().body()).as("another server").doesNotContain("device");
    }
  }

  @Test
  void thePasswordComesFromNoArgumentAndNobodyIsAskedWhereNobodySits() {
    assertThat(signIn("", "--password", PASSWORD).code()).isEqualTo(2);
    Run none = signIn("");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("--password-file");
    assertThat(api.asked()).isEmpty();
  }

  @Test
  void whoSignsInIsToldWhoOfTheStaffIsIn() {
    api.answer(
        "POST sign-in",
        SIGNED_IN.replace(
            "}",
            ",\"notices\":[{\"kind\":\"staff-in\",\"subject\":\"a1\","
                + "\"text\":\"staff/eve is let in until 2026\"}]}"));
    Run in = signIn("", "--password-file", password.toString());
    assertThat(in.code()).as(in.err()).isZero();
    assertThat(in.out()).contains("signed in to", "staff/eve is let in until 2026");
  }

  @Test
  void aCodeIsSentAlongFromAFile() throws IOException {
    Path code = Files.writeString(folder.resolve("code"), "123456\n");
    api.answer("POST sign-in", SIGNED_IN);
    Run in = signIn("", "--password-file", password.toString(), "--code-file", code.toString());
    assertThat(in.code()).as(in.err()).isZero();
    assertThat(api.asked().getLast().body()).contains("\"code\":\"123456\"");
  }

  @Test
  void whatIsRefusedIsSaidAndNothingRemembered() {
    api.answer(
        "POST sign-in",
        401,
        "application/problem+json",
        "{\"title\":\"Unauthorized\",\"detail\":\"Send the code as well.\",\"field\":\"code\"}");
    Run in = signIn("", "--password-file", password.toString());
    assertThat(in.code()).isEqualTo(4);
    assertThat(in.err()).contains("Send the code").doesNotContain(PASSWORD);
    assertThat(config).doesNotExist();
  }

  @Test
  void aPasswordIsSetAndALinkSetsItAnew() throws IOException {
    api.answer("POST sign-in", SIGNED_IN);
    signIn("", "--password-file", password.toString());
    api.answer("GET organizations/o1/account", "{\"password\":true}");
    api.answer("PUT organizations/o1/account/password", "{\"sessionsEnded\":2}");
    Path next = Files.writeString(folder.resolve("next"), "purple harbour ninety");
    Run set =
        run(
            "",
            "account",
            "password",
            "--current-file",
            password.toString(),
            "--password-file",
            next.toString());
    assertThat(set.code()).as(set.err()).isZero();
    assertThat(set.out()).contains("2");
    assertThat(api.asked().getLast().body())
        .isEqualTo(
            "{\"currentPassword\":\"%s\",\"password\":\"purple harbour ninety\"}"
                .formatted(PASSWORD));

    api.answer("POST password-resets/accept", "{\"organization\":\"o1\"}");
    Run.User stranger = new Run.User(folder, Map.of(), api.base() + "/password.html#bwlr_text\n");
    Run anew =
        stranger.run(
            "account", "reset-password", "--link-file", "-", "--password-file", next.toString());
    assertThat(anew.code()).as(anew.err()).isZero();
    assertThat(api.asked().getLast().body()).contains("\"reset\":\"bwlr_text\"");
    assertThat(api.asked().getLast().authorization()).isEqualTo("null");
  }

  @Test
  void aSecondFactorIsBegunConfirmedAndRemoved() throws IOException {
    api.answer("POST sign-in", SIGNED_IN);
    signIn("", "--password-file", password.toString());
    String file = password.toString();
    api.answer(
        "POST organizations/o1/account/totp",
        "{\"secret\":\"MZXW6YTB\",\"address\":\"otpauth://totp/x\"}");
    assertThat(run("", "account", "totp", "begin", "--password-file", file).out())
        .contains("MZXW6YTB", "otpauth://totp/x");
    api.answer("POST organizations/o1/account/totp/confirm", "{\"codes\":[\"AAAA-BBBB\"]}");
    assertThat(run("123456\n", "account", "totp", "confirm", "--code-file", "-").out())
        .contains("AAAA-BBBB");
    assertThat(api.asked().getLast().body()).isEqualTo("{\"code\":\"123456\"}");
    api.answer("POST organizations/o1/account/recovery-codes", "{\"codes\":[\"CCCC-DDDD\"]}");
    assertThat(run("", "account", "recovery-codes", "--password-file", file).out())
        .contains("CCCC-DDDD");
    api.answer("POST organizations/o1/account/totp/remove", "{\"secondFactor\":false}");
    assertThat(run("", "account", "totp", "remove", "--password-file", file).code()).isZero();
    assertThat(run("", "account", "show").code()).isEqualTo(5);
  }

  @Test
  void anAdminMakesALinkForAMember() throws IOException {
    Run.User operator = api.operator(folder);
    api.answer(
        "GET organizations/acme/members?limit=200",
        "{\"items\":[{\"id\":\"m1\",\"email\":\"anna@example.com\"}]}");
    api.answer(
        "POST organizations/acme/members/m1/password-resets",
        "{\"id\":\"r1\",\"reset\":\"bwlr_text\",\"expiresAt\":\"2026-05-02T12:00:00Z\"}");
    Run made = operator.run("member", "reset-password", "anna@example.com", "--second-factor");
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(made.out()).contains(api.base() + "/password.html#bwlr_text");
    assertThat(api.asked().getLast().body()).isEqualTo("{\"secondFactor\":true}");
  }
}
