package io.bowline.installer.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.installer.Choices;
import io.bowline.installer.Document;
import io.bowline.installer.Door;
import io.bowline.installer.Output;
import io.bowline.installer.Parameter;
import io.bowline.installer.Parameter.Group;
import io.bowline.installer.Parameter.Kind;
import io.bowline.installer.Parameters;
import io.bowline.installer.Site;
import io.bowline.installer.Vendor;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The base layer as a CloudFormation template.
public final class AwsStack {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private AwsStack() {}

  /// What the file is called; the same for every install, since it holds nothing of any.
  public static String file() {
    return "bowline-aws-v%d.yaml".formatted(Parameters.VERSION);
  }

  /// The template.
  ///
  /// @param site whose values stand in it already; empty for the one that fits every install
  public static Document document(Vendor vendor, Optional<Site> site, Choices choices) {
    String head =
        "# Makes the base layer of a Bowline data plane and starts its runner. Made by the control plane; "
            + "version %d.\n".formatted(Parameters.VERSION);
    return new Document(
        file(),
        "application/yaml",
        head + YamlText.of(template(vendor, values(Door.AWS_STACK, site, choices))));
  }

  /// Where the form of the console opens with the values of an install in it. A token is in no
  /// link.
  ///
  /// @param templates the folder of the vendor's bucket
  public static String link(URI templates, Site site, Choices choices) {
    return link(
        templates,
        file(),
        site.region(),
        "bowline-" + site.name(),
        values(Door.AWS_STACK, Optional.of(site), choices));
  }

  /// A link of CloudFormation's for one of our files.
  static String link(
      URI templates, String file, String region, String stack, Map<String, String> values) {
    var query = new LinkedHashMap<String, String>();
    query.put("templateURL", folder(templates) + file);
    query.put("stackName", stack);
    values.forEach((name, value) -> query.put("param_" + name, value));
    var text = new StringBuilder();
    query.forEach((key, value) ->
        text.append(text.isEmpty() ? "" : "&").append(key).append('=').append(encoded(value)));
    return "https://%s.console.aws.amazon.com/cloudformation/home?region=%s#/stacks/create/review?%s"
        .formatted(region, region, text);
  }

  /// @param known what is known already, by the names of the template's parameters
  static ObjectNode template(Vendor vendor, Map<String, String> known) {
    ObjectNode template = JSON.objectNode().put("AWSTemplateFormatVersion", "2010-09-09");
    template.put(
        "Description",
        "Bowline: network, cluster, registry, key and roles of a data plane, and its runner");
    template.set("Metadata", form(Door.AWS_STACK));
    template.set("Parameters", parameters(Door.AWS_STACK, known));
    JsonNode rest = AwsLayer.frame();
    rest.properties().forEach(each -> template.set(each.getKey(), each.getValue()));
    ObjectNode resources = template.putObject("Resources");
    AwsLayer.of(vendor).forEach(part -> resources.set(part.logical(), part.body()));
    JsonNode values = rest.path("Outputs");
    ObjectNode outputs = template.putObject("Outputs");
    for (Output output : Output.values()) {
      outputs
          .putObject(output.camel())
          .put("Description", output.help())
          .set("Value", values.required(output.camel()));
    }
    return template;
  }

  /// What is known already, by the names of a template's parameters.
  static Map<String, String> values(Door door, Optional<Site> site, Choices choices) {
    var values = new LinkedHashMap<String, String>();
    site.ifPresent(of -> {
      values.put("Name", of.name());
      values.put("InstallId", of.installId());
      values.put("AccountId", of.account());
      if (door == Door.AWS_ROLE) {
        values.put("ExternalId", of.externalId());
      }
    });
    for (Parameter each : Parameters.of(door)) {
      Optional.ofNullable(choices.values().get(each.name()))
          .ifPresent(value -> values.put(each.camel(), value));
    }
    return values;
  }

  static ObjectNode parameters(Door door, Map<String, String> known) {
    ObjectNode parameters = JSON.objectNode();
    for (Parameter each : Parameters.of(door)) {
      ObjectNode one = parameters.putObject(each.camel());
      one.put("Type", each.kind() == Kind.LIST ? "CommaDelimitedList" : "String");
      one.put("Description", each.help());
      one.put("AllowedPattern", "^(%s)$".formatted(each.constraint()));
      one.put("ConstraintDescription", each.refusal());
      Optional<String> standard = Optional.ofNullable(known.get(each.camel())).or(each::standard);
      standard.ifPresent(value -> one.put("Default", value));
      if (each.kind() == Kind.SECRET) {
        one.put("NoEcho", true);
      }
    }
    return parameters;
  }

  /// Headings of the console's form.
  static ObjectNode form(Door door) {
    ObjectNode form = JSON.objectNode();
    form.put("Bowline::Version", Parameters.VERSION);
    ObjectNode face = form.putObject("AWS::CloudFormation::Interface");
    // an empty network is ours; conditions keep the empty value from where an address has to be
    form.putObject("cfn-lint").putObject("config").putArray("ignore_checks").add("W1030");
    var groups = face.putArray("ParameterGroups");
    List<Parameter> shown = Parameters.of(door);
    for (Group group : Group.values()) {
      if (shown.stream().noneMatch(each -> each.group() == group)) {
        continue;
      }
      ObjectNode one = groups.addObject();
      one.putObject("Label").put("default", group.title());
      var names = one.putArray("Parameters");
      shown.stream().filter(each -> each.group() == group).forEach(each -> names.add(each.camel()));
    }
    return MAPPER.convertValue(form, ObjectNode.class);
  }

  private static String folder(URI templates) {
    String text = templates.toString();
    return text.endsWith("/") ? text : text + "/";
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
