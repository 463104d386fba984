package io.bowline.installer.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.installer.Choices;
import io.bowline.installer.Document;
import io.bowline.installer.Door;
import io.bowline.installer.Given;
import io.bowline.installer.Parameters;
import io.bowline.installer.render.Templates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The template at work, and the form and the link beside it.
class AzureTemplateTest {
  private static final String MACHINE = "Microsoft.Compute/virtualMachines";

  @Test
  @Tag("C2.azure-template")
  void itMakesTheBaseLayerInTheOneSubscriptionAndStartsTheRunner() {
    AzureDoor.Done done = AzureDoor.deploy(AzureDoor.template(), Map.of());
    assertThat(done.outputs().path("Group").asText()).isEqualTo("bowline-acme-prod");
    assertThat(done.outputs().path("ClusterEndpoint").asText())
        .isEqualTo("https://bowline-acme-prod.inside.example");
    assertThat(done.resources().made().keySet())
        .allMatch(id -> id.startsWith("/subscriptions/" + AzureDoor.SUBSCRIPTION + "/"))
        .allMatch(id -> id.contains("/resourcegroups/bowline-acme-prod"));
    assertThat(types(done)).contains(MACHINE, "Microsoft.ContainerService/managedClusters");
  }

  @Test
  void theStarterIsInAGroupOfItsOwnAndOnlyWhenItIsWanted() {
    AzureDoor.Done without = AzureDoor.deploy(AzureDoor.template(), Map.of("starter", "gone"));
    assertThat(without.resources().made().keySet()).noneMatch(id -> id.contains("starter"));
    assertThat(without.layer()).isEqualTo(AzureDoor.deploy(AzureDoor.template(), Map.of()).layer());
    var left = new ArrayList<String>();
    AzureDoor.Done with = AzureDoor.deploy(AzureDoor.template(), Map.of());
    with.resources()
        .delete(
            "/subscriptions/%s/resourceGroups/bowline-acme-prod-starter"
                .formatted(AzureDoor.SUBSCRIPTION));
    with.resources()
        .made()
        .keySet()
        .forEach(id -> {
          if (!without.resources().made().containsKey(id)) {
            left.add(id);
          }
        });
    assertThat(left)
        .as("rights of an identity that is gone")
        .hasSize(2)
        .allMatch(id -> id.contains("/roleassignments/"));
  }

  @Test
  void theTokenIsWhereTheStarterReadsItAndNowhereElse() {
    AzureDoor.Done done = AzureDoor.deploy(AzureDoor.template(), Map.of());
    var places = new TreeSet<String>();
    done.resources()
        .made()
        .values()
        .forEach(each -> {
          assertThat(each.asked().toString()).doesNotContain(AzureDoor.TOKEN);
          if (decoded(each.asked()).contains(AzureDoor.TOKEN)) {
            places.add(each.id().type());
          }
        });
    assertThat(places).containsExactly(MACHINE);
    assertThat(done.outputs().toString()).doesNotContain(AzureDoor.TOKEN);
  }

  @Test
  void aSecretIsASecretThroughEveryTemplate() {
    for (JsonNode parameters : AzureDoor.template().findValues("parameters")) {
      for (String name : List.of("enrollmentToken", "starterPassword")) {
        JsonNode secret = parameters.path(name);
        if (secret.has("type")) {
          assertThat(secret.path("type").asText()).isEqualTo("secureString");
        }
      }
    }
    assertThat(
            AzureDoor.template()
                .path("parameters")
                .path("enrollmentToken")
                .path("defaultValue")
                .asText())
        .isEmpty();
  }

  /// Everything in it that is base64, read, twice over.
  private static String decoded(JsonNode asked) {
    String data = asked.at("/properties/osProfile/customData").asText();
    String script = new String(Base64.getDecoder().decode(data), UTF_8);
    var all = new StringBuilder(script);
    for (String part : script.split("\"", -1)) {
      if (part.length() > 40 && part.matches("[A-Za-z0-9+/]+=*")) {
        all.append(new String(Base64.getDecoder().decode(part), UTF_8));
      }
    }
    return all.toString();
  }

  @Test
  void theGeneralFormHoldsNothingOfAnyInstall() {
    Document general = Templates.render(Door.AZURE_ARM, Given.VENDOR, Optional.empty());
    assertThat(general.file()).isEqualTo("bowline-azure-v%d.json".formatted(Parameters.VERSION));
    assertThat(general.text())
        .doesNotContain(AzureDoor.INSTALL, AzureDoor.SUBSCRIPTION, "acme-prod")
        .contains("203.0.113.0/28");
  }

  @Test
  void theFormAsksForEveryParameterAndHandsOnWhatItIsGiven() {
    JsonNode form =
        AzureDoor.read(
            Templates.render(Door.AZURE_FORM, Given.VENDOR, Optional.of(AzureDoor.SITE)).text());
    var asked = new TreeSet<String>();
    for (JsonNode step : form.at("/parameters/steps")) {
      for (JsonNode element : step.path("elements")) {
        String name = element.path("name").asText();
        asked.add(name);
        assertThat(form.at("/parameters/outputs/" + name).asText())
            .isEqualTo("[steps('%s').%s]".formatted(step.path("name").asText(), name));
        JsonNode standard = element.path("defaultValue");
        JsonNode regex = element.at("/constraints/regex");
        if (standard.isTextual() && regex.isTextual()) {
          assertThat(standard.asText()).as(name).matches(regex.asText());
        }
      }
    }
    asked.add("region");
    var wanted = new TreeSet<String>();
    AzureDoor.template().path("parameters").fieldNames().forEachRemaining(wanted::add);
    wanted.remove("starterPassword");
    assertThat(asked).isEqualTo(wanted);
    assertThat(form.toString()).contains(AzureDoor.INSTALL, "Microsoft.Common.PasswordBox");
  }

  @Test
  void theLinkOpensThePortalWithBothFilesAndNothingElse() {
    assertThat(Templates.link(Door.AZURE_ARM, Given.VENDOR, AzureDoor.SITE, Choices.NONE))
        .hasValueSatisfying(link ->
            assertThat(link)
                .isEqualTo(
                    "https://portal.azure.com/#create/Microsoft.Template/uri/"
                        + "https%3A%2F%2Facme-templates.s3.eu-central-1.amazonaws.com%2Fbowline%2Fbowline-azure-v2.json"
                        + "/createUIDefinitionUri/"
                        + "https%3A%2F%2Facme-templates.s3.eu-central-1.amazonaws.com%2Fbowline%2Fbowline-azure-v2.ui.json"));
  }

  @Test
  void thePageNamesEveryRoleThatIsGivenAndNoOther() throws Exception {
    var given = new TreeSet<String>();
    AzureDoor.deploy(AzureDoor.template(), Map.of())
        .resources()
        .made()
        .values()
        .forEach(each -> {
          String role = each.asked().at("/properties/roleDefinitionId").asText();
          if (!role.isEmpty()) {
            given.add(role.substring(role.lastIndexOf('/') + 1));
          }
        });
    var named = new TreeSet<String>();
    Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
        .matcher(Files.readString(Path.of("../docs/install-azure.md")))
        .results()
        .forEach(each -> named.add(each.group()));
    assertThat(named).isEqualTo(given).hasSize(10);
  }

  private static Set<String> types(AzureDoor.Done done) {
    var types = new TreeSet<String>();
    done.resources().made().values().forEach(each -> types.add(each.id().type()));
    return types;
  }
}
