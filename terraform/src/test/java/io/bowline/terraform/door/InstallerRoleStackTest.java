package io.bowline.terraform.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.cloud.permission.InstallerRole;
import io.bowline.cloud.permission.PermissionDocument;
import io.bowline.installer.Door;
import io.bowline.installer.Site;
import io.bowline.installer.Vendor;
import io.bowline.installer.render.Templates;
import io.bowline.model.place.Cloud;
import io.bowline.testkit.stack.StackReading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The role that a link makes is the one that is made by hand, document by document: what
/// `InstallerRoleTest` shows of those holds for it.
class InstallerRoleStackTest {
  private static final Instant UNTIL = Instant.parse("2026-12-01T00:00:00Z");
  private static final String VENDOR = "arn:aws:iam::999999999999:role/bowline-hosted-runner";
  private static final Site SITE =
      new Site(
          "acme-prod",
          "74a6a81e-3f28-44e7-8e94-39f2e222b71d",
          "123456789012",
          "eu-central-1",
          "5d0c7b4e-0000-3000-8000-0123456789ab");
  private static final Vendor OF =
      new Vendor(
          List.of("203.0.113.0/28"),
          Optional.empty(),
          new Vendor.RunnerKit("image", "{}", "mode: signed\n", "{}"),
          Optional.empty());

  private static Map<String, JsonNode> stack(Map<String, String> chosen) {
    var given = new TreeMap<>(chosen);
    given.put("Until", UNTIL.toString());
    JsonNode template =
        JsonMapper.builder()
            .build()
            .valueToTree(
                new Yaml(new SafeConstructor(new LoaderOptions()))
                    .<Object>load(Templates.render(Door.AWS_ROLE, OF, Optional.of(SITE)).text()));
    return new StackReading(template, given).resources();
  }

  private static InstallerRole role(boolean lent) {
    return new InstallerRole(
        SITE.name(),
        SITE.account(),
        SITE.externalId(),
        UNTIL,
        lent ? "bowline-state-" + SITE.installId() : "");
  }

  private static JsonNode of(Map<String, JsonNode> stack, String path) {
    String logical = path.substring(0, path.indexOf('/'));
    return stack.get(logical).at("/Properties" + path.substring(logical.length()));
  }

  @Test
  void theDocumentsAreThoseOfTheRoleByHand() {
    for (boolean lent : List.of(true, false)) {
      for (boolean network : List.of(true, false)) {
        Map<String, JsonNode> stack =
            stack(
                Map.of(
                    "VendorArn", lent ? VENDOR : "",
                    "Mode", network ? "managed_vpc" : "byo_vpc"));
        assertThat(of(stack, "Installer/Policies/0/PolicyDocument"))
            .isEqualTo(role(lent).permissions(network));
        assertThat(of(stack, "Installer/AssumeRolePolicyDocument"))
            .isEqualTo(role(lent).trust(lent ? VENDOR : ""));
        assertThat(of(stack, "BoundaryOfInstaller/PolicyDocument"))
            .isEqualTo(role(lent).boundary());
        assertThat(of(stack, "BoundaryOfRoles/PolicyDocument"))
            .isEqualTo(PermissionDocument.boundary(Cloud.AWS).orElseThrow());
      }
    }
  }

  /// AWS counts characters without white space: 6,144 of a managed policy, 10,240 of all that stand
  /// in a role.
  @Test
  void everyDocumentIsAsLongAsAwsTakesIt() {
    for (String vendor : List.of("", VENDOR)) {
      Map<String, JsonNode> stack = stack(Map.of("VendorArn", vendor));
      assertThat(of(stack, "Installer/Policies/0/PolicyDocument").toString())
          .hasSizeLessThan(10240);
      assertThat(of(stack, "BoundaryOfInstaller/PolicyDocument").toString()).hasSizeLessThan(6144);
      assertThat(of(stack, "BoundaryOfRoles/PolicyDocument").toString()).hasSizeLessThan(6144);
      assertThat(of(stack, "Installer/AssumeRolePolicyDocument").toString()).hasSizeLessThan(2048);
    }
  }

  @Test
  void itIsCalledAsTheCommandsSayAndStandsUnderItsBoundary() {
    Map<String, JsonNode> stack = stack(Map.of());
    assertThat(of(stack, "Installer/RoleName").asText()).isEqualTo("bowline-installer-acme-prod");
    assertThat(of(stack, "Installer/Policies/0/PolicyName").asText()).isEqualTo("make");
    assertThat(of(stack, "Installer/PermissionsBoundary").asText())
        .isEqualTo("@BoundaryOfInstaller");
  }

  @Test
  void aBoundaryThatAnotherInstallMadeIsLeftAlone() {
    assertThat(stack(Map.of("RolesBoundary", "there")).keySet())
        .isEqualTo(Set.of("BoundaryOfInstaller", "Installer"));
  }

  @Test
  void forAllInstallsNothingOfAnyStandsInIt() {
    assertThat(Templates.render(Door.AWS_ROLE, OF, Optional.empty()).text())
        .doesNotContain("acme-prod", SITE.externalId(), SITE.installId(), "2001-01-01");
  }
}
