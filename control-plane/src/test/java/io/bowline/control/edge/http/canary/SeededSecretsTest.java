package io.bowline.control.edge.http.canary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.artifact.ArtifactSettings;
import io.bowline.control.edge.http.KeptLog;
import io.bowline.control.edge.http.TestCaller;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.KeyFit;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.TestOwner;
import io.bowline.control.platform.DataFolder;
import io.bowline.control.platform.DatabaseSettings;
import io.bowline.control.platform.Sources;
import io.bowline.control.platform.keep.Keeping;
import io.bowline.control.platform.keep.Places;
import io.bowline.control.platform.keep.SealingKey;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.control.secret.MasterKey;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Secrets of every kind, given and issued, are nowhere afterwards: in no answer, no row, no file
/// of the database with its log of what is written, no backup, no line of the log, not on the page
/// of metrics and in nothing else that the process keeps; also when what came with one was wrong.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class SeededSecretsTest {
  private static final String PASSWORD = "canary of a password that is long";

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @TestHTTPResource(value = "/metrics", management = true)
  URI metrics;

  @Inject Authority authority;
  @Inject TestOwner owner;
  @Inject DataFolder data;
  @Inject DatabaseSettings database;
  @Inject ArtifactSettings artifacts;
  @Inject MasterKey master;

  @TempDir Path folder;

  private final List<Canary> canaries = new ArrayList<>();
  private final List<Answer> answers = new ArrayList<>();

  /// What is no secret, and has to be found: else the search finds nothing.
  private final Canary plain = new Canary("what is no secret", "plain-" + UUID.randomUUID());

  private TestCaller anybody;
  private TestCaller staff;
  private String id;
  private String org;

  @BeforeEach
  void organization() {
    anybody = TestCaller.to(address.getPort(), TestTrust.of(authority));
    staff = anybody.with(owner.token());
    id = staff.organization();
    org = "/api/v1/organizations/" + id;
  }

  private void given() throws GeneralSecurityException {
    var given = new GivenSecrets(staff, id);
    given.providers();
    given.domain();
    given.signOn();
    given.kubeconfig();
    canaries.addAll(given.canaries());
    answers.addAll(given.answers());
  }

  private JsonNode handedOut(TestCaller by, String path, String body) {
    Answer answer = by.post(path, body, "Idempotency-Key", "canary" + canaries.size());
    assertThat(answer.status()).as(answer.raw().body()).isBetween(200, 201);
    return answer.body();
  }

  private String issued(String what, JsonNode text) {
    canaries.add(new Canary(what, text.asText()));
    return text.asText();
  }

  /// @return a person who may see all of the organization
  private TestCaller issued() {
    issued(
        "token",
        handedOut(
                staff,
                org + "/tokens",
                "{\"name\":\"%s\",\"scopes\":[\"read\"]}".formatted(plain.text()))
            .path("token"));
    String invitation =
        issued(
            "invitation",
            handedOut(
                    staff,
                    org + "/invitations",
                    "{\"email\":\"anna@example.com\",\"role\":\"owner\"}")
                .path("invitation"));
    canaries.add(new Canary("password", PASSWORD));
    JsonNode joined =
        handedOut(
            anybody,
            "/api/v1/invitations/accept",
            "{\"name\":\"Anna\",\"invitation\":\"%s\",\"password\":\"%s\"}"
                .formatted(invitation, PASSWORD));
    TestCaller anna = anybody.with(issued("session", joined.path("token")));
    issued("device", joined.path("device"));
    JsonNode totp =
        handedOut(anna, org + "/account/totp", "{\"password\":\"%s\"}".formatted(PASSWORD));
    String secret = issued("second factor", totp.path("secret"));
    for (JsonNode code : confirmed(anna, secret).path("codes")) {
      issued("recovery code", code);
    }
    issued(
        "reset link",
        handedOut(anna, org + "/members/" + pat(anna) + "/password-resets", "{}").path("reset"));
    return anna;
  }

  /// Turns the second factor on.
  private JsonNode confirmed(TestCaller anna, String secret) {
    String code = TestTotp.now(secret);
    return handedOut(anna, org + "/account/totp/confirm", "{\"code\":\"%s\"}".formatted(code));
  }

  /// Another member.
  private String pat(TestCaller anna) {
    String invitation =
        issued(
            "invitation of another",
            handedOut(
                    anna,
                    org + "/invitations",
                    "{\"email\":\"pat@example.com\",\"role\":\"viewer\"}")
                .path("invitation"));
    return handedOut(
            anybody,
            "/api/v1/invitations/accept",
            "{\"name\":\"Pat\",\"invitation\":\"%s\"}".formatted(invitation))
        .path("member")
        .path("id")
        .asText();
  }

  private void asked(TestCaller by) {
    for (String path :
        List.of(
            "/fleet-providers",
            "/fleet-providers/of-gcp",
            "/base-domains",
            "/infrastructure/calm",
            "/infrastructure/calm/kubeconfig",
            "/tokens",
            "/invitations",
            "/members",
            "/data-key",
            "/audit?limit=200")) {
      answers.add(by.get(org + path));
      assertThat(answers.getLast().status()).as(path).isEqualTo(200);
    }
  }

  private Path backup() {
    Path file = folder.resolve("backup.tgz");
    String done =
        new Keeping(
                database,
                () -> new SealingKey(master.fingerprint(), ca -> KeyFit.opens(master, ca)),
                new Places(data.root(), ArtifactSettings.folder(artifacts, data.root())),
                Sources.unmanaged())
            .backUp(file);
    assertThat(done).contains("Wrote ");
    return file;
  }

  private String metrics() throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Test
  @Tag("P17.ciphertext")
  @Tag("P17.no-secret-in-payload")
  @Tag("C65.secrets-ciphertext")
  void areNowhereAfterwards() throws Exception {
    String lines;
    try (KeptLog logged = KeptLog.begin()) {
      given();
      asked(issued());
      lines = logged.text();
    }
    assertThat(canaries).hasSizeGreaterThanOrEqualTo(25);
    String said = String.join("\n", answers.stream().map(answer -> answer.raw().body()).toList());
    String page = metrics();
    assertThat(page).contains("bowline_registry_sending_bytes");
    for (Canary canary : canaries) {
      assertThat(canary.text().getBytes(UTF_8).length).as(canary.what()).isGreaterThan(18);
      canary.isNotIn("an answer", said.replace("\\n", "\n"));
      canary.isNotIn("the log", lines);
      canary.isNotIn("the page of metrics", page);
    }
    Canary.inNoTable(canaries);
    assertThat(TestDatabase.dump("api_token")).contains(plain.text());

    Searched files = Canary.searched(canaries, plain);
    assertThat(files.folder(TestDatabase.files())).isGreaterThan(20_000_000);
    assertThat(files.found()).as("files of the database").containsExactly(plain.what());
    Searched backup = Canary.searched(canaries, plain);
    try (InputStream in = new GZIPInputStream(Files.newInputStream(backup()))) {
      backup.stream(in);
    }
    assertThat(backup.found()).as("a backup").containsExactly(plain.what());
    Searched kept = Canary.searched(canaries, plain);
    kept.folder(data.root());
    assertThat(kept.found()).as("what the process keeps itself").isEmpty();
  }
}
