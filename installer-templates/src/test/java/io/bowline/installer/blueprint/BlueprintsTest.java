package io.bowline.installer.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.installer.Choices;
import io.bowline.installer.Document;
import io.bowline.installer.Door;
import io.bowline.installer.Given;
import io.bowline.installer.Parameter;
import io.bowline.installer.Parameters;
import io.bowline.installer.Site;
import io.bowline.installer.Vendor;
import io.bowline.installer.render.Templates;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The archives for Google's and Oracle's clouds, as files.
class BlueprintsTest {
  private static final Site GOOGLE =
      new Site("acme-prod", Given.SITE.installId(), "acme-streaming", "europe-west3", "external");
  private static final Site ORACLE =
      new Site(
          "acme-prod", Given.SITE.installId(), "ocid1.tenancy.oc1..aaaa", "eu-frankfurt-1", "ext");
  private static final Pattern VARIABLE = Pattern.compile("(?m)^variable \"([a-z_]+)\"");
  private static final Pattern USED = Pattern.compile("\\bvar\\.([a-z_]+)");

  private static Site site(Door door) {
    return door.cloud().equals("gcp") ? GOOGLE : ORACLE;
  }

  private static Map<String, String> unpacked(Door door) throws Exception {
    return Unpacked.of(Templates.render(door, Given.VENDOR, Optional.of(site(door))));
  }

  @ParameterizedTest
  @EnumSource(names = {"GCP_BLUEPRINT", "ORACLE_STACK"})
  void theModuleIsInTheArchiveAsItStands(Door door) throws Exception {
    Map<String, String> files = unpacked(door);
    Path module = Path.of("../terraform", door == Door.GCP_BLUEPRINT ? "gcp" : "oracle");
    var wanted = new TreeSet<String>();
    try (var each = Files.newDirectoryStream(module, "*.tf")) {
      for (Path file : each) {
        String name = "data-plane/" + file.getFileName();
        wanted.add(name);
        assertThat(files.get(name)).as(name).isEqualTo(Files.readString(file));
      }
    }
    assertThat(files.keySet())
        .filteredOn(name -> name.startsWith("data-plane/"))
        .containsExactlyElementsOf(wanted);
  }

  @ParameterizedTest
  @EnumSource(names = {"GCP_BLUEPRINT", "ORACLE_STACK"})
  void theSameInputHasTheSameBytesAndAnotherHasOthers(Door door) {
    byte[] bytes = Templates.render(door, Given.VENDOR, Optional.of(site(door))).bytes();
    assertThat(Templates.render(door, Given.VENDOR, Optional.of(site(door))).bytes())
        .isEqualTo(bytes);
    assertThat(Templates.render(door, Given.VENDOR, Optional.empty()).bytes()).isNotEqualTo(bytes);
    // when it was packed stands nowhere in it
    assertThat(new String(bytes, 10, 4, StandardCharsets.ISO_8859_1)).isEqualTo("\0\0!\0");
  }

  @ParameterizedTest
  @EnumSource(names = {"GCP_BLUEPRINT", "ORACLE_STACK"})
  void theGeneralFormHoldsNothingOfAnyInstall(Door door) throws Exception {
    Document general = Templates.render(door, Given.VENDOR, Optional.empty());
    assertThat(general.file()).endsWith("-v%d.zip".formatted(Parameters.VERSION));
    String all = String.join("\n", Unpacked.of(general).values());
    assertThat(all).contains("203.0.113.0/28").doesNotContain(GOOGLE.installId(), "acme-prod");
    assertThat(String.join("\n", unpacked(door).values()))
        .contains(site(door).installId(), site(door).account());
  }

  @ParameterizedTest
  @EnumSource(names = {"GCP_BLUEPRINT", "ORACLE_STACK"})
  void everyParameterIsAVariableAndEveryVariableIsUsed(Door door) throws Exception {
    Map<String, String> files = unpacked(door);
    var variables = found(VARIABLE, files.get("variables.tf"));
    assertThat(variables)
        .isEqualTo(
            Parameters.of(door).stream()
                .map(Parameter::name)
                .collect(Collectors.toCollection(TreeSet::new)));
    variables.addAll(found(VARIABLE, files.get("main.tf")));
    assertThat(found(USED, files.get("main.tf"))).isEqualTo(variables);
  }

  /// What a configuration is given, the service that runs it keeps.
  @ParameterizedTest
  @EnumSource(names = {"GCP_BLUEPRINT", "ORACLE_STACK"})
  void noTokenGoesThroughTheConfiguration(Door door) throws Exception {
    assertThat(Parameters.of(door)).noneMatch(each -> each.kind() == Parameter.Kind.SECRET);
    unpacked(door)
        .forEach((name, text) -> {
          if (name.endsWith(".tf") || name.endsWith(".tfvars") || name.endsWith(".yaml")) {
            assertThat(text.replace("# The values of one install", ""))
                .as(name)
                .doesNotContain("enrollment_token");
          }
        });
  }

  /// The services run Terraform 1.5, in which a validation sees its own variable alone.
  @ParameterizedTest
  @EnumSource(names = {"GCP_BLUEPRINT", "ORACLE_STACK"})
  void noValidationLooksAtAnotherVariable(Door door) throws Exception {
    Map<String, String> files = unpacked(door);
    for (String file : List.of("variables.tf", "data-plane/variables.tf")) {
      for (String block : files.get(file).split("(?m)^variable ", -1)) {
        assertThat(found(USED, block)).as(block).hasSizeLessThanOrEqualTo(1);
      }
    }
    assertThat(files.get("main.tf") + files.get("data-plane/versions.tf"))
        .contains("required_version = \">= 1.5\"")
        .doesNotContain(">= 1.6", ">= 1.9");
  }

  @Test
  @Tag("C19.link-prefilled")
  void oraclesLinkOpensTheFormWithTheInstallsValuesAndNoSecret() {
    String link =
        Templates.link(Door.ORACLE_STACK, Given.VENDOR, ORACLE, Choices.NONE).orElseThrow();
    String[] parts = link.split("[?&]", -1);
    assertThat(parts[0]).isEqualTo("https://cloud.oracle.com/resourcemanager/stacks/create");
    assertThat(parts[1]).isEqualTo("region=eu-frankfurt-1");
    assertThat(URLDecoder.decode(parts[2], StandardCharsets.UTF_8))
        .isEqualTo(
            "zipUrl=https://acme-templates.s3.eu-central-1.amazonaws.com/bowline/bowline-oracle-v%d.zip"
                .formatted(Parameters.VERSION));
    assertThat(URLDecoder.decode(parts[3], StandardCharsets.UTF_8))
        .isEqualTo(
            "zipUrlVariables={\"name\":\"acme-prod\",\"install_id\":\"%s\",\"account_id\":\"ocid1.tenancy.oc1..aaaa\",\"region\":\"eu-frankfurt-1\"}"
                .formatted(ORACLE.installId()));
    assertThat(parts).hasSize(4);
  }

  @Test
  void googlesLinkOpensCloudShellWithTheTutorialWhereTheVendorHasARepository() {
    assertThat(Templates.link(Door.GCP_BLUEPRINT, Given.VENDOR, GOOGLE, Choices.NONE)).isEmpty();
    var vendor =
        new Vendor(
            Given.VENDOR.cidrs(),
            Given.VENDOR.tunnel(),
            Given.VENDOR.runner(),
            Optional.empty(),
            Optional.of(URI.create("https://github.com/acme/bowline-gcp")));
    assertThat(Templates.link(Door.GCP_BLUEPRINT, vendor, GOOGLE, Choices.NONE))
        .hasValue(
            "https://shell.cloud.google.com/cloudshell/editor?cloudshell_git_repo=https%3A%2F%2Fgithub.com%2Facme%2Fbowline-gcp&cloudshell_tutorial=tutorial.md&show=terminal");
  }

  @Test
  void theTutorialIsTheOneInTheArchiveAndNamesItsFiles() throws Exception {
    Map<String, String> files = unpacked(Door.GCP_BLUEPRINT);
    String tutorial = Templates.render(Door.GCP_TUTORIAL, Given.VENDOR, Optional.of(GOOGLE)).text();
    assertThat(files.get("tutorial.md")).isEqualTo(tutorial);
    assertThat(tutorial)
        .contains("acme-streaming", "europe-west3", "bowline-acme-prod")
        .doesNotContain("{", "NAME", "PROJECT");
    var named = found(Pattern.compile("filePath=\"([^\"]+)\""), tutorial);
    named.add("start.py");
    assertThat(files.keySet()).containsAll(named);
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
