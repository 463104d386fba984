package io.bowline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.cli.session.Exit;
import io.bowline.cloud.ProviderType;
import io.bowline.cloud.permission.PermissionDocument;
import io.bowline.model.place.Cloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The verbs of fleet providers against an API whose answers a test writes down.
class FleetProviderVerbsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String AT = "organizations/acme/fleet-providers";
  private static final String PROVIDER =
      """
      {"id":"74a6a81e-3f28-44e7-8e94-39f2e222b71d","organization":"acme","identifier":"main",
       "provider_type":"aws",
       "configuration":{"aws_access_key":"********MPLE","aws_access_secret":"********"},
       "created_at":"2025-04-06T06:34:22.291391Z","updated_at":"2025-04-06T06:34:22.291412Z"}\
      """;

  @TempDir Path folder;
  private WrittenApi api;
  private Run.User operator;

  @BeforeEach
  void serve() throws IOException {
    api = new WrittenApi();
    operator = api.operator(folder);
    Files.writeString(folder.resolve("secret"), "the-secret\n");
    api.answer("POST " + AT, 201, "application/json", PROVIDER);
    api.answer("GET " + AT + "/main", PROVIDER);
    api.answer("PATCH " + AT + "/main", PROVIDER);
    api.answer("DELETE " + AT + "/main", 204, "application/json", "");
  }

  @AfterEach
  void close() {
    api.close();
  }

  private JsonNode sent() throws IOException {
    return JSON.readTree(api.asked().getLast().body());
  }

  private Run create(Run.User user, String... from) {
    var words =
        new java.util.ArrayList<>(
            List.of(
                "fleet-provider",
                "create",
                "main",
                "--type",
                "aws",
                "--set",
                "aws_access_key=AKIA1"));
    words.addAll(List.of(from));
    return user.run(words.toArray(String[]::new));
  }

  @Test
  @Tag("P16.cli-secrets-not-argv")
  void aSecretComesFromAFileStandardInputOrAVariable() throws IOException {
    Run file = create(operator, "--from", "aws_access_secret=secret");
    assertThat(file.code()).as(file.err()).isZero();
    assertThat(sent().path("configuration").path("aws_access_secret").asText())
        .isEqualTo("the-secret");
    assertThat(sent().path("identifier").asText()).isEqualTo("main");
    assertThat(sent().path("provider_type").asText()).isEqualTo("aws");
    assertThat(file.out()).contains("main", "********MPLE").doesNotContain("the-secret");

    var piped = new Run.User(folder, operator.environment(), "from-input\n");
    assertThat(create(piped, "--from", "aws_access_secret=-").code()).isZero();
    assertThat(sent().path("configuration").path("aws_access_secret").asText())
        .isEqualTo("from-input");

    var environment = new HashMap<>(operator.environment());
    environment.put("THE_SECRET", "from-variable");
    var set = new Run.User(folder, environment, "");
    assertThat(create(set, "--from", "aws_access_secret=env:THE_SECRET").code()).isZero();
    assertThat(sent().path("configuration").path("aws_access_secret").asText())
        .isEqualTo("from-variable");
  }

  @Test
  @Tag("P16.cli-secrets-not-argv")
  void aSecretAsAnArgumentIsRefusedBeforeAnythingIsSent() {
    Run run = create(operator, "--set", "aws_access_secret=typed");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--from aws_access_secret=FILE").doesNotContain("typed");
    assertThat(api.asked()).isEmpty();
  }

  @Test
  void whatIsMissingOrUnknownIsSaidBeforeAnythingIsSent() {
    assertThat(create(operator).err())
        .contains("aws_access_secret is missing", "--from aws_access_secret=FILE")
        .hasLineCount(1);
    assertThat(create(operator, "--set", "region=eu").err()).contains("aws has no field region");
    assertThat(create(operator, "--from", "aws_access_secret=env:NOWHERE").err())
        .contains("NOWHERE is not set");
    assertThat(create(operator, "--from", "aws_access_secret=nowhere").err())
        .contains("cannot read");
    assertThat(create(operator, "--from", "aws_access_key=secret").err()).contains("by --set and");
    Run type = operator.run("fleet-provider", "create", "main", "--type", "byok");
    assertThat(type.code()).isEqualTo(2);
    assertThat(type.err()).contains("aws, gcp, oci or azure");
    assertThat(api.asked()).isEmpty();
  }

  @Test
  void anUpdateSendsWhatIsNamedOnly() throws IOException {
    Run run =
        operator.run(
            "fleet-provider",
            "update",
            "main",
            "--from",
            "aws_access_secret=secret",
            "--unset",
            "x");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(api.asked().getLast().body())
        .isEqualTo("{\"configuration\":{\"aws_access_secret\":\"the-secret\",\"x\":null}}");
    assertThat(operator.run("fleet-provider", "update", "main").code()).isEqualTo(2);
  }

  @Test
  void oneIsListedShownAsTheServerSaysItAndDeleted() throws IOException {
    api.answer("GET " + AT + "?limit=200", "{\"items\":[" + PROVIDER + "]}");
    assertThat(operator.run("fleet-provider", "list").out()).contains("IDENTIFIER", "main", "aws");
    Run json = operator.run("fleet-provider", "get", "main", "-o", "json");
    assertThat(JSON.readTree(json.out())).isEqualTo(JSON.readTree(PROVIDER));
    assertThat(operator.run("fleet-provider", "delete", "main").out()).contains("deleted main");
    assertThat(operator.run("fleet-provider", "get", "nobody").code()).isNotZero();
  }

  @Test
  void aValidationShowsEveryCheckAndEndsWellOnlyWhenAllIsRight() {
    String found =
        """
        {"status":"%s","credentials":{"result":"ok","checks":
          [{"name":"sign-in","result":"ok","detail":"User b of account 1.","actions":[]}]},
         "permissions":{"result":"failed","checks":
          [{"name":"Make the network","result":"failed","detail":"1 of 9 actions are missing.",
            "actions":["ec2:CreateVpc"]}]},"ended_at":"2026-01-01T00:00:00.000000Z"}\
        """;
    api.answer("POST " + AT + "/main/validate", found.formatted("invalid"));
    Run invalid = operator.run("fleet-provider", "validate", "main");
    assertThat(invalid.code()).isEqualTo(Exit.FAILED.code());
    assertThat(invalid.out())
        .contains("invalid", "credentials: ok", "User b of account 1.", "permissions: failed")
        .contains("Make the network: 1 of 9 actions are missing.", "ec2:CreateVpc");
    for (String status : List.of("inconclusive", "pending")) {
      api.answer("POST " + AT + "/main/validate", found.formatted(status));
      assertThat(operator.run("fleet-provider", "validate", "main").code()).isNotZero();
    }
    api.answer("POST " + AT + "/main/validate", found.formatted("valid"));
    assertThat(operator.run("fleet-provider", "validate", "main").code()).isZero();
  }

  @Test
  void thePermissionDocumentNeedsNoServer() throws IOException {
    var nobody = new Run.User(folder, java.util.Map.of(), "");
    Run run = nobody.run("fleet-provider", "policy", "aws");
    assertThat(JSON.readTree(run.out())).isEqualTo(PermissionDocument.of(Cloud.AWS));
    assertThat(nobody.run("fleet-provider", "policy", "gcp", "--out", "role.json").code()).isZero();
    assertThat(JSON.readTree(folder.resolve("role.json").toFile()))
        .isEqualTo(PermissionDocument.of(Cloud.GCP));
  }

  @Test
  @Tag("P20.help")
  void theHelpSaysWhatToDoAtEachCloud() {
    String help = operator.run("fleet-provider", "create", "--help").out().replaceAll("\\s+", " ");
    for (ProviderType type : ProviderType.all()) {
      assertThat(help).contains("(--type " + type.cloud().text() + ")", type.account());
      type.instructions().forEach(step -> assertThat(help).contains(step));
      type.fields().forEach(field -> assertThat(help).contains(field.name()));
    }
  }
}
