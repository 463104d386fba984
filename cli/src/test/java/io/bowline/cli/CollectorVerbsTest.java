package io.bowline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The verbs of collectors against an API whose answers a test writes down.
class CollectorVerbsTest {
  private static final String CERTIFIED =
      """
      {"collector":{"id":"c1","name":"agent","certificateUntil":"2026-05-01T12:00:00Z"},
       "certificate":"%s","authorities":"the CA","logs":"https://h:8433/loki/api/v1/push",
       "metrics":"https://h:9090/api/v1/write","renewal":"https://h:8433/bowline/v1/certificate"}\
      """;

  @TempDir Path folder;
  private WrittenApi api;
  private Run.User operator;

  @BeforeEach
  void serve() throws IOException {
    api = new WrittenApi();
    operator = api.operator(folder);
    Files.writeString(folder.resolve("agent.csr"), "a request");
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void creatingOneKeepsTheCertificateAndTheCaAndSaysWhereToSend() throws IOException {
    api.answer("POST organizations/acme/installs/one/collectors", CERTIFIED.formatted("first"));
    Run made = operator.run("collector", "create", "one", "agent", "--csr", "agent.csr");
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(made.out()).contains("https://h:8433/loki/api/v1/push");
    assertThat(api.asked().getLast().body()).contains("\"csr\":\"a request\"");
    assertThat(folder.resolve("agent.pem")).hasContent("first");
    assertThat(folder.resolve("bowline-ca.pem")).hasContent("the CA");

    api.answer(
        "POST organizations/acme/installs/one/collectors/agent/certificates",
        CERTIFIED.formatted("second"));
    Run again =
        operator.run("collector", "renew", "one", "agent", "--csr", "agent.csr", "--hours", "5");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(api.asked().getLast().body()).contains("\"lifeSeconds\":18000");
    assertThat(folder.resolve("agent.pem")).hasContent("second");
  }

  @Test
  void aRequestThatIsNotThereIsSaidInOneLine() {
    Run absent = operator.run("collector", "create", "one", "agent", "--csr", "nowhere.csr");
    assertThat(absent.code()).isEqualTo(2);
    assertThat(absent.err()).startsWith("bowline: cannot read ").hasLineCount(1);
  }
}
