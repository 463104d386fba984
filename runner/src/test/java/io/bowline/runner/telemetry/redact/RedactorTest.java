package io.bowline.runner.telemetry.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactorTest {
  @TempDir Path folder;

  private static String masked(String line) {
    return new Redactor(Redaction.usual()).mask(line);
  }

  @ParameterizedTest
  @Tag("C32.redacted")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          login with password=CANARY ok      | login with password=[redacted:secret] ok
          {"user":"a","password":"CAN\\"ARY"} | {"user":"a","password":[redacted:secret]}
          db.passwd: 'CANARY', pool 5        | db.passwd: [redacted:secret], pool 5
          export AWS_SECRET_ACCESS_KEY=CANARY/xyz | export AWS_SECRET_ACCESS_KEY=[redacted:secret]
          key AKIACANARY0123456789 in use    | key [redacted:aws-key] in use
          GET / Bearer CANARY.0123456789 200 | GET / Bearer [redacted:bearer] 200
          Authorization: Basic Q0FOQVJZCg==  | Authorization: [redacted:authorization]
          dial amqp://kafka:CANARY@broker:5671/x | dial amqp://[redacted:userinfo]broker:5671/x
          git clone https://CANARY@host/r.git | git clone https://[redacted:userinfo]host/r.git
          push with ghp_CANARY0123456789abcdefgh | push with [redacted:token]
          id eyJhbGciOi.eyJzdWIiOi.CANARY-_x end | id [redacted:jwt] end
          api-key: CANARY; next              | api-key: [redacted:secret]; next
          x_client_secret = CANARY           | x_client_secret = [redacted:secret]
          """)
  void secrets_are_masked_and_what_they_were_stays(String line, String expected) {
    assertThat(masked(line)).isEqualTo(expected).doesNotContain("CANARY");
  }

  @ParameterizedTest
  @CsvSource({
    "broker 7 is ready",
    "took 15 ms at https://host:8080/path?x=1",
    "no password was given",
    "the token expired",
    "mail to a@b.example"
  })
  void other_lines_are_left_as_they_are(String line) {
    assertThat(masked(line)).isEqualTo(line);
  }

  @Test
  @Tag("C32.redacted")
  void a_private_key_is_masked_over_all_its_lines() {
    var redactor = new Redactor(Redaction.usual());
    assertThat(redactor.mask("key: -----BEGIN EC PRIVATE KEY-----"))
        .isEqualTo("key: [redacted:private-key]");
    assertThat(redactor.mask("MHcCAQEEICANARY")).isEqualTo("[redacted:private-key]");
    assertThat(redactor.mask("-----END EC PRIVATE KEY-----")).isEqualTo("[redacted:private-key]");
    assertThat(redactor.mask("ready")).isEqualTo("ready");
    assertThat(redactor.mask("-----BEGIN PRIVATE KEY-----\\nCANARY\\n-----END PRIVATE KEY----- x"))
        .isEqualTo("[redacted:private-key] x");
    assertThat(redactor.tally().secrets()).isEqualTo(2);
    assertThat(redactor.mask("-----BEGIN CERTIFICATE-----")).contains("CERTIFICATE");
  }

  @Test
  @Tag("C32.redacted")
  void the_customer_adds_rules_of_their_own_in_the_policy_file() throws IOException {
    Path policy =
        Files.writeString(
            folder.resolve("policy.yaml"),
            """
            mode: auto
            redact:
              - name: iban
                pattern: "\\\\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){3,7}\\\\b"
              - name: customer
                pattern: "(?<keep>customer )[0-9]+"
            """);
    var redactor = new Redactor(RedactionFile.read(Optional.of(policy)));
    assertThat(redactor.mask("customer 4711 paid from DE44 5001 0517 5407 3249 password=x"))
        .isEqualTo(
            "customer [redacted:customer] paid from [redacted:iban] password=[redacted:secret]");
    assertThat(redactor.tally().byRule())
        .containsEntry("iban", 1)
        .containsEntry("customer", 1)
        .containsEntry("secret", 1);
    assertThat(redactor.tally().lines()).isEqualTo(1);
  }

  @Test
  void a_rule_that_cannot_be_used_is_named_and_nothing_is_captured() throws IOException {
    Path policy = folder.resolve("policy.yaml");
    for (String bad :
        List.of(
            "redact: all",
            "redact:\n  - name: x\n    pattern: \"(\"",
            "redact:\n  - name: x",
            "redact:\n  - name: \"X Y\"\n    pattern: a")) {
      Files.writeString(policy, "mode: auto\n" + bad + "\n");
      assertThatThrownBy(() -> RedactionFile.read(Optional.of(policy)))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(policy.toString());
    }
    assertThat(RedactionFile.read(Optional.empty())).isEqualTo(Redaction.usual());
  }
}
