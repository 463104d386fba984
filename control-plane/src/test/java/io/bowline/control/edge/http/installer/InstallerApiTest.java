package io.bowline.control.edge.http.installer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The ways into an account, by the API.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class InstallerApiTest {
  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  private TestCaller caller;
  private String org = "";

  @BeforeEach
  void signIn() {
    caller = TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
    org = "/api/v1/organizations/" + caller.organization();
  }

  @Test
  void aTemplateOfAnInstallHasItsValuesAndTheControlPlanesInIt() {
    JsonNode install = install("aws", "123456789012", "eu-central-1");
    JsonNode template = caller.get(path(install) + "/cloudformation").body();
    assertThat(template.path("file").asText()).isEqualTo("bowline-aws-v2.yaml");
    assertThat(template.path("text").asText())
        .contains("Default: " + install.path("id").asText())
        .contains("Default: '123456789012'")
        .contains("CidrIp: 203.0.113.0/28")
        .contains("registry.example.com/bowline/runner:1")
        .doesNotContain("{objects}");
  }

  @Test
  void theGuideByHandIsTheInstallsOwn() {
    JsonNode install = install("aws", "123456789012", "eu-central-1");
    JsonNode guide = caller.get(path(install) + "/guide").body();
    assertThat(guide.path("file").asText()).isEqualTo("bowline-aws-v2-by-hand.md");
    assertThat(guide.path("text").asText())
        .contains("`bowline-" + install.path("name").asText() + "`")
        .contains("`203.0.113.0/28`", "registry.example.com/bowline/runner:1")
        .doesNotContain("kind: Secret");
  }

  @Test
  void whatAnInstallWillBeIsToldBeforeAnythingIsMade() {
    JsonNode install = install("aws", "123456789012", "eu-central-1");
    String name = install.path("name").asText();
    JsonNode outlook = caller.get(path(install) + "/outlook").body();
    assertThat(outlook.path("look").asText())
        .isEqualTo(
            "bowline preflight --cloud aws --region eu-central-1 --name %s --account 123456789012"
                .formatted(name));
    assertThat(outlook.path("makes").findValuesAsText("kind")).contains("AWS::EKS::Cluster");
    assertThat(outlook.at("/bill/base").decimalValue()).isPositive();
    assertThat(outlook.path("standing").findValuesAsText("who"))
        .anyMatch(who -> who.startsWith("bowline-" + name + "-runner"));
    assertThat(outlook.at("/page/text").asText()).contains("## 6. How to leave", name);

    JsonNode general = caller.get("/api/v1/installer-templates/azure/outlook").body();
    assertThat(general.at("/page/text").asText()).contains("the install NAME will be");
    assertThat(caller.get("/api/v1/installer-templates/hetzner/outlook").status()).isEqualTo(409);
  }

  @Test
  void aLinkOpensTheConsoleForTheInstall() {
    JsonNode install = install("aws", "123456789012", "eu-central-1");
    JsonNode doors = caller.get(path(install)).body();
    assertThat(doors.path("version").asInt()).isPositive();
    assertThat(doors.path("externalId").asText())
        .hasSize(36)
        .isNotEqualTo(install.path("id").asText())
        .isEqualTo(caller.get(path(install)).body().path("externalId").asText());
    assertThat(doors.at("/items/0/door").asText()).isEqualTo("cloudformation");
    assertThat(doors.at("/items/0/link").asText())
        .startsWith("https://eu-central-1.console.aws.amazon.com/")
        .contains("param_InstallId=" + install.path("id").asText());
  }

  @Test
  void whatIsChosenStandsInTheLinkAndInTheFile() {
    JsonNode install = install("aws", "123456789012", "eu-central-1");
    String chosen = "?set=tunnel_cidr=100.64.0.0/24+DeclaredTargets=192.0.2.10/32:5432";
    assertThat(caller.get(path(install) + chosen).body().at("/items/0/link").asText())
        .contains("param_TunnelCidr=100.64.0.0%2F24")
        .contains("param_DeclaredTargets=192.0.2.10%2F32%3A5432");
    assertThat(caller.get(path(install) + "/guide" + chosen).body().path("text").asText())
        .contains("`100.64.0.0/24` | From the tunnel: kafka")
        .contains("`192.0.2.10/32` | Declared source or destination");
    assertThat(caller.get(path(install) + "/cloudformation" + chosen).body().path("text").asText())
        .contains("Default: 100.64.0.0/24");
  }

  @Test
  void aVersionSaysWhatItAsksForBesides() {
    JsonNode change = caller.get("/api/v1/installer-templates/aws/rights?since=1").body();
    assertThat(change.path("from").asInt()).isEqualTo(1);
    assertThat(change.path("more").findValuesAsText("action")).contains("ec2:DescribeRegions");
    assertThat(change.at("/more/0/who").asText()).isEqualTo("runner");
    assertThat(change.at("/more/0/reason").asText()).isNotEmpty();
    for (String none : List.of("0", "99", "-1")) {
      Answer answer = caller.get("/api/v1/installer-templates/azure/rights?since=" + none);
      assertThat(answer.status()).as(none).isEqualTo(400);
      assertThat(answer.body().path("field").asText()).isEqualTo("since");
    }
    assertThat(caller.get("/api/v1/installer-templates/hetzner/rights").status()).isEqualTo(409);
  }

  @Test
  void whatCannotBeChosenIsNamed() {
    String doors = path(install("aws", "123456789012", "eu-central-1"));
    for (String wrong :
        List.of(
            "tunnel_cidr=0.0.0.0/0",
            "tunel_cidr=100.64.0.0/24",
            "enrollment_token=bwle_0123456789abcdef",
            "install_id=00000000-0000-0000-0000-000000000000",
            "nothing")) {
      for (String where : List.of("/cloudformation", "")) {
        Answer answer = caller.get(doors + where + "?set=" + wrong);
        assertThat(answer.status()).as(wrong + where).isEqualTo(400);
        assertThat(answer.body().path("field").asText()).isEqualTo("set");
        assertThat(answer.body().toString()).doesNotContain("bwle_");
      }
    }
  }

  @Test
  void theRoleHasALinkOfItsOwnWithItsExternalIdAndItsEnd() {
    JsonNode install = install("aws", "123456789012", "eu-central-1");
    JsonNode doors = caller.get(path(install)).body();
    JsonNode role = doors.at("/items/2");
    assertThat(role.path("door").asText()).isEqualTo("installer-role");
    Instant until = Instant.parse(role.path("until").asText());
    assertThat(Duration.between(Instant.now(), until))
        .isBetween(Duration.ofHours(22), Duration.ofHours(25));
    assertThat(role.path("link").asText())
        .contains("bowline-aws-role-v2.yaml")
        .contains("stackName=bowline-installer-" + install.path("name").asText())
        .contains("param_ExternalId=" + doors.path("externalId").asText())
        .contains("param_Until=" + role.path("until").asText().replace(":", "%3A"));
    JsonNode named = caller.get(path(install) + "?set=until=2030-01-02T00:00:00Z").body();
    assertThat(named.at("/items/2/until").asText()).isEqualTo("2030-01-02T00:00:00Z");
    assertThat(named.at("/items/0/link").asText()).isEqualTo(doors.at("/items/0/link").asText());
  }

  @Test
  @Tag("C2.azure-template")
  void azureHasATemplateAndItsForm() {
    JsonNode install = install("azure", "11111111-2222-4333-8444-555555555555", "westeurope");
    JsonNode doors = caller.get(path(install)).body();
    assertThat(doors.at("/items/0/door").asText()).isEqualTo("arm");
    assertThat(doors.at("/items/0/link").asText())
        .startsWith("https://portal.azure.com/#create/Microsoft.Template/uri/");
    JsonNode template = caller.get(path(install) + "/arm").body();
    assertThat(template.path("file").asText()).isEqualTo("bowline-azure-v2.json");
    assertThat(template.path("text").asText())
        .contains(install.path("id").asText(), "203.0.113.0/28", "secureString");
    JsonNode form = caller.get(path(install) + "/portal-form").body();
    assertThat(form.path("file").asText()).isEqualTo("bowline-azure-v2.ui.json");
    assertThat(form.path("text").asText()).contains(install.path("id").asText());
  }

  @Test
  void aClusterOfOnesOwnHasTheValuesOfTheChart() {
    JsonNode install = install("byok", "rack-7", "basement");
    JsonNode doors = caller.get(path(install)).body();
    assertThat(doors.at("/items/0/door").asText()).isEqualTo("helm");
    assertThat(doors.at("/items/0").has("hint")).as("no bucket would give it a link").isFalse();
    JsonNode template = caller.get(path(install) + "/helm").body();
    assertThat(template.path("file").asText())
        .isEqualTo(install.path("name").asText() + ".values.yaml");
    assertThat(template.path("text").asText())
        .contains("registry.example.com/bowline/runner", "203.0.113.0/28", "trustRoot: ")
        .doesNotContain("BEGIN CERTIFICATE", "bwle_");
  }

  @Test
  void theGeneralFormHoldsNothingOfAnyInstall() {
    Answer template = caller.get("/api/v1/installer-templates/aws/cloudformation");
    assertThat(template.status()).isEqualTo(200);
    assertThat(template.body().path("text").asText())
        .contains("InstallId:")
        .doesNotContain("Default: '123456789012'");
  }

  @Test
  @Tag("C2.others-refused")
  void otherCloudsAreSaidToBePreviewsOrNotSupported() {
    for (String preview : List.of("gcp", "oci")) {
      Answer doors = caller.get("/api/v1/installer-templates/" + preview);
      assertThat(doors.body().path("why").asText()).as(preview).startsWith("Preview: ");
      assertThat(doors.body().path("items")).as(preview).isNotEmpty();
    }
    Answer other = caller.get("/api/v1/installer-templates/hetzner/any");
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.body().path("detail").asText())
        .isEqualTo("Hetzner is not supported for BYOC.");
  }

  @Test
  void anArchiveIsHandedOutAsItsBytes() throws Exception {
    Answer general = caller.get("/api/v1/installer-templates/gcp/infra-manager");
    assertThat(general.body().has("text")).isFalse();
    assertThat(general.body().path("file").asText()).startsWith("bowline-gcp-v").endsWith(".zip");
    assertThat(names(general.body())).contains("main.tf", "data-plane/cluster.tf", "tutorial.md");

    JsonNode install =
        install("oci", "ocid1.tenancy.oc1..aaaaaaaaba3pv6wkcr4jqae5f44n2b", "eu-frankfurt-1");
    JsonNode doors = caller.get(path(install)).body();
    assertThat(doors.at("/items/0/door").asText()).isEqualTo("resource-manager");
    assertThat(doors.at("/items/0/link").asText())
        .startsWith("https://cloud.oracle.com/resourcemanager/stacks/create?region=eu-frankfurt-1&")
        .contains(install.path("id").asText())
        .doesNotContain("bwle_");
    JsonNode stack = caller.get(path(install) + "/resource-manager").body();
    assertThat(names(stack)).contains("schema.yaml", "main.tf");
    assertThat(caller.get(path(install) + "/resource-manager").body()).isEqualTo(stack);
  }

  private static List<String> names(JsonNode template) throws IOException {
    var names = new ArrayList<String>();
    byte[] bytes = Base64.getDecoder().decode(template.path("archive").asText());
    try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }

  @Test
  void aDoorThatIsNotThereIsAnsweredWithThoseThatAre() {
    Answer answer = caller.get("/api/v1/installer-templates/aws/window");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().toString()).contains("door").contains("cloudformation");
  }

  private String path(JsonNode install) {
    return org + "/installs/" + install.path("id").asText() + "/installer";
  }

  private JsonNode install(String cloud, String account, String region) {
    Answer made =
        caller.post(
            org + "/installs",
            """
            {"name":"i%s","product":"acme/streaming","cloud":"%s","account":"%s","region":"%s"}
            """
                .formatted(UUID.randomUUID().toString().substring(0, 8), cloud, account, region));
    assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
    return made.body();
  }
}
