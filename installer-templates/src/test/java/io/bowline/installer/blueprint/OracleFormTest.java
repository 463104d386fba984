package io.bowline.installer.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.installer.Door;
import io.bowline.installer.Given;
import io.bowline.installer.Parameter;
import io.bowline.installer.Parameters;
import io.bowline.installer.Site;
import io.bowline.installer.render.Templates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The form of Oracle's console, held to what Oracle's meta schema says of schema documents
/// (docs.oracle.com, "Extend Console Pages Using Schema Documents", of January 2025).
class OracleFormTest {
  private static final Site SITE =
      new Site(
          "acme-prod",
          Given.SITE.installId(),
          "ocid1.tenancy.oc1..aaaa",
          "eu-frankfurt-1",
          "external");

  /// What a document may have at its top; others are let through unread, so that a typing error
  /// would be nothing.
  private static final Set<String> TOP =
      Set.of(
          "title",
          "description",
          "stackDescription",
          "packageVersion",
          "version",
          "schemaVersion",
          "locale",
          "logoUrl",
          "source",
          "informationalText",
          "instructions",
          "troubleshooting",
          "allowViewState",
          "variables",
          "variableGroups",
          "outputs",
          "outputGroups",
          "primaryOutputButton");

  private static final Set<String> BASE =
      Set.of("type", "title", "description", "required", "visible", "default");

  /// Kinds of fields, and what each may say beside what all may.
  private static final Map<String, Set<String>> KINDS =
      Map.of(
          "string", Set.of("pattern", "maxLength", "minLength"),
          "enum", Set.of("enum", "allowMultiple"),
          "oci:identity:compartment:id", Set.of(),
          "oci:identity:region:name", Set.of());

  private static JsonNode form() throws Exception {
    return read(
        Unpacked.of(Templates.render(Door.ORACLE_STACK, Given.VENDOR, Optional.of(SITE)))
            .get("schema.yaml"));
  }

  private static JsonNode read(String text) {
    return JsonMapper.builder()
        .build()
        .valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).<Object>load(text));
  }

  @Test
  void itIsASchemaDocumentOfResourceManager() throws Exception {
    assertThat(complaints(form())).isEmpty();
  }

  @Test
  void whatIsNoneIsNoticed() throws Exception {
    String text =
        Unpacked.of(Templates.render(Door.ORACLE_STACK, Given.VENDOR, Optional.empty()))
            .get("schema.yaml");
    for (var wrong :
        Map.of(
                "schemaVersion: 1.1.0", "schemaVersion: 2.0.0",
                "variableGroups:", "variablegroups:",
                "type: oci:identity:region:name", "type: oci:identity:region:id",
                "required: true", "required: 'yes'",
                "- vpc_zones", "- vpc_zone",
                "pattern: ^([23])$", "pattern: ^([23$")
            .entrySet()) {
      assertThat(text).contains(wrong.getKey());
      assertThat(complaints(read(text.replace(wrong.getKey(), wrong.getValue()))))
          .as(wrong.getValue())
          .isNotEmpty();
    }
  }

  @Test
  void everyFieldIsAParameterOfTheModelAndStandsInOneGroup() throws Exception {
    JsonNode form = form();
    var grouped = new ArrayList<String>();
    form.path("variableGroups")
        .forEach(group -> group.path("variables").forEach(name -> grouped.add(name.asText())));
    assertThat(grouped).doesNotHaveDuplicates();
    var wanted =
        Parameters.of(Door.ORACLE_STACK).stream()
            .map(Parameter::name)
            .collect(Collectors.toCollection(TreeSet::new));
    wanted.add("tenancy_ocid");
    assertThat(new TreeSet<>(grouped)).isEqualTo(wanted);
    var fields = new TreeSet<String>();
    form.path("variables").fieldNames().forEachRemaining(fields::add);
    assertThat(fields).isEqualTo(wanted);
  }

  @Test
  void whatIsKnownOfTheInstallStandsInItAndEveryStandardFitsItsPattern() throws Exception {
    JsonNode variables = form().path("variables");
    assertThat(variables.at("/install_id/default").asText()).isEqualTo(SITE.installId());
    assertThat(variables.at("/account_id/default").asText()).isEqualTo(SITE.account());
    variables
        .properties()
        .forEach(each -> {
          if (each.getValue().has("pattern") && each.getValue().has("default")) {
            assertThat(each.getValue().path("default").asText())
                .as(each.getKey())
                .matches(each.getValue().path("pattern").asText());
          }
        });
    assertThat("192.0.2.0/24, 198.51.100.9/32")
        .matches(variables.at("/cluster_access_cidrs/pattern").asText());
    assertThat("0.0.0.0/0").doesNotMatch(variables.at("/cluster_access_cidrs/pattern").asText());
  }

  private static List<String> complaints(JsonNode form) {
    var found = new ArrayList<String>();
    form.fieldNames()
        .forEachRemaining(name -> {
          if (!TOP.contains(name)) {
            found.add("unknown at the top: " + name);
          }
        });
    if (!Set.of("1.0.0", "1.1.0").contains(form.path("schemaVersion").asText())) {
      found.add("schemaVersion");
    }
    if (!form.path("variables").isObject()) {
      found.add("no variables");
    }
    if (form.has("locale") && !form.path("locale").asText().equals("en")) {
      found.add("locale");
    }
    for (JsonNode group : form.path("variableGroups")) {
      if (!group.path("title").isTextual() || !group.path("variables").isArray()) {
        found.add("a group without title or variables");
      }
      for (JsonNode name : group.path("variables")) {
        if (!form.path("variables").has(name.asText())) {
          found.add("no such variable: " + name);
        }
      }
    }
    form.path("variables")
        .properties()
        .forEach(each -> found.addAll(variable(each.getKey(), each.getValue())));
    return found;
  }

  private static List<String> variable(String name, JsonNode variable) {
    var found = new ArrayList<String>();
    Set<String> own = KINDS.get(variable.path("type").asText());
    if (own == null) {
      return List.of(name + ": no such type");
    }
    variable
        .fieldNames()
        .forEachRemaining(field -> {
          if (!BASE.contains(field) && !own.contains(field)) {
            found.add(name + ": " + field);
          }
        });
    for (String text : List.of("title", "description", "pattern", "default")) {
      if (variable.has(text) && !variable.path(text).isTextual()) {
        found.add(name + ": " + text + " is no text");
      }
    }
    for (String truth : List.of("required", "visible")) {
      if (variable.has(truth) && !variable.path(truth).isBoolean()) {
        found.add(name + ": " + truth + " is neither true nor false");
      }
    }
    if (variable.has("pattern")) {
      try {
        Pattern.compile(variable.path("pattern").asText());
      } catch (PatternSyntaxException e) {
        found.add(name + ": " + e.getMessage());
      }
    }
    return found;
  }
}
