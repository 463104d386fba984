package io.bowline.installer.azure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.installer.Choices;
import io.bowline.installer.Document;
import io.bowline.installer.Door;
import io.bowline.installer.Parameter;
import io.bowline.installer.Parameter.Group;
import io.bowline.installer.Parameter.Kind;
import io.bowline.installer.Parameters;
import io.bowline.installer.Site;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The portal's form for the template, and the link that opens it.
public final class AzureForm {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String REGION = "region";

  private AzureForm() {}

  static String file() {
    return "bowline-azure-v%d.ui.json".formatted(Parameters.VERSION);
  }

  /// The form.
  ///
  /// @param site whose values stand in it already
  public static Document document(Optional<Site> site, Choices choices) {
    return new Document(
        file(),
        "application/json",
        AzureTemplate.pretty(form(AzureTemplate.values(site, choices))));
  }

  /// Where the portal opens with the form. The portal takes no values from a link, so that what is
  /// an install's own is typed, or comes with a form that was rendered for it.
  ///
  /// @param templates where the vendor has put both files
  public static String link(URI templates) {
    String folder = templates.toString().endsWith("/") ? templates.toString() : templates + "/";
    return "https://portal.azure.com/#create/Microsoft.Template/uri/%s/createUIDefinitionUri/%s"
        .formatted(encoded(folder + AzureTemplate.file()), encoded(folder + file()));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static ObjectNode form(Map<String, String> known) {
    ObjectNode form = JSON.objectNode();
    form.put(
        "$schema",
        "https://schema.management.azure.com/schemas/0.1.2-preview/CreateUIDefinition.MultiVm.json#");
    form.put("handler", "Microsoft.Azure.CreateUIDef").put("version", "0.1.2-preview");
    ObjectNode parameters = form.putObject("parameters");
    parameters.putArray("basics");
    ArrayNode steps = parameters.putArray("steps");
    ObjectNode outputs = parameters.putObject("outputs");
    // the portal asks for the region itself
    outputs.put(REGION, "[location()]");
    for (Group group : Group.values()) {
      List<Parameter> shown =
          Parameters.of(Door.AZURE_ARM).stream()
              .filter(each -> each.group() == group && !each.name().equals(REGION))
              .toList();
      if (!shown.isEmpty()) {
        String step = group.name().toLowerCase(Locale.ROOT);
        ObjectNode one = steps.addObject().put("name", step).put("label", group.title());
        ArrayNode elements = one.putArray("elements");
        for (Parameter each : shown) {
          elements.add(element(each, Optional.ofNullable(known.get(AzureTemplate.name(each)))));
          outputs.put(
              AzureTemplate.name(each),
              "[steps('%s').%s]".formatted(step, AzureTemplate.name(each)));
        }
      }
    }
    return form;
  }

  private static ObjectNode element(Parameter parameter, Optional<String> known) {
    ObjectNode element = JSON.objectNode().put("name", AzureTemplate.name(parameter));
    List<String> choices = AzureTemplate.choices(parameter);
    ObjectNode constraints = JSON.objectNode();
    constraints.put("required", parameter.standard().isEmpty());
    if (parameter.kind() == Kind.SECRET) {
      element.put("type", "Microsoft.Common.PasswordBox");
      element.putObject("label").put("password", label(parameter));
      element.putObject("options").put("hideConfirmation", true);
    } else {
      element.put(
          "type", choices.isEmpty() ? "Microsoft.Common.TextBox" : "Microsoft.Common.DropDown");
      element.put("label", label(parameter));
      known.or(parameter::standard).ifPresent(value -> element.put("defaultValue", value));
    }
    element.put("toolTip", parameter.help());
    if (choices.isEmpty()) {
      constraints
          .put("regex", "^(%s)$".formatted(parameter.constraint()))
          .put("validationMessage", parameter.refusal());
    } else {
      ArrayNode allowed = constraints.putArray("allowedValues");
      choices.forEach(each -> allowed.addObject().put("label", each).put("value", each));
    }
    element.set("constraints", constraints);
    return element.put("visible", true);
  }

  /// `vpc_address` as a person reads it: `Vpc address`.
  private static String label(Parameter parameter) {
    String words = parameter.name().replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
