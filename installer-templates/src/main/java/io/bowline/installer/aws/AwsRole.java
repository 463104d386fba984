package io.bowline.installer.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.bowline.cloud.permission.InstallerRole;
import io.bowline.cloud.permission.PermissionDocument;
import io.bowline.installer.Choices;
import io.bowline.installer.Document;
import io.bowline.installer.Door;
import io.bowline.installer.Parameters;
import io.bowline.installer.Site;
import io.bowline.model.place.Cloud;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/// The one-shot role as a CloudFormation template: the documents of `InstallerRole`, with
/// parameters where an install's values stand in them.
public final class AwsRole {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /// A moment that is none: where it stands in a document the parameter goes.
  private static final Instant HOLE = Instant.parse("2001-01-01T00:00:00Z");

  private AwsRole() {}

  /// What the file is called; the same for every install.
  static String file() {
    return "bowline-aws-role-v%d.yaml".formatted(Parameters.VERSION);
  }

  /// The template.
  ///
  /// @param site whose values stand in it already; empty for the one that fits every install
  public static Document document(Optional<Site> site, Choices choices) {
    String head =
        "# Makes the role under which the base layer of a Bowline data plane is made, once. Made by the"
            + " control plane; version %d.\n".formatted(Parameters.VERSION);
    ObjectNode template = JSON.objectNode().put("AWSTemplateFormatVersion", "2010-09-09");
    template.put(
        "Description",
        "Bowline: a role that creates one install, reads no data, and ends by itself");
    template.set("Metadata", AwsStack.form(Door.AWS_ROLE));
    template.set(
        "Parameters",
        AwsStack.parameters(Door.AWS_ROLE, AwsStack.values(Door.AWS_ROLE, site, choices)));
    AwsLayer.tree(AwsLayer.text("role.yaml"))
        .properties()
        .forEach(each -> template.set(each.getKey(), filled(each.getValue())));
    return new Document(file(), "application/yaml", head + YamlText.of(template));
  }

  /// Where the form of the console opens with the values of an install in it.
  ///
  /// @param templates the folder of the vendor's bucket
  public static String link(URI templates, Site site, Choices choices) {
    return AwsStack.link(
        templates,
        file(),
        site.region(),
        "bowline-installer-" + site.name(),
        AwsStack.values(Door.AWS_ROLE, Optional.of(site), choices));
  }

  private static JsonNode filled(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> {
        ObjectNode copy = JSON.objectNode();
        object.properties().forEach(each -> copy.set(each.getKey(), filled(each.getValue())));
        yield copy;
      }
      case ArrayNode array -> {
        ArrayNode copy = JSON.arrayNode();
        array.forEach(each -> copy.add(filled(each)));
        yield copy;
      }
      case TextNode text -> word(text.textValue());
      default -> node;
    };
  }

  private static JsonNode word(String text) {
    return switch (text) {
      case "{trust}" ->
          substituted(either("Lent", role(true).trust("${VendorArn}"), role(false).trust("")));
      case "{boundary}" ->
          substituted(either("Lent", role(true).boundary(), role(false).boundary()));
      case "{permissions}" -> substituted(either("Lent", permissions(true), permissions(false)));
      case "{roles-boundary}" -> PermissionDocument.boundary(Cloud.AWS).orElseThrow();
      default -> TextNode.valueOf(text);
    };
  }

  private static ObjectNode permissions(boolean lent) {
    return either("MakesNetwork", role(lent).permissions(true), role(lent).permissions(false));
  }

  /// @param lent whether whoever takes it keeps the record of what is made in a bucket
  private static InstallerRole role(boolean lent) {
    return new InstallerRole(
        "${Name}",
        "${AWS::AccountId}",
        "${ExternalId}",
        HOLE,
        lent ? "bowline-state-${InstallId}" : "");
  }

  private static ObjectNode either(String condition, JsonNode then, JsonNode otherwise) {
    ObjectNode either = JSON.objectNode();
    either.putArray("Fn::If").add(condition).add(then).add(otherwise);
    return either;
  }

  /// Texts with a hole become a call that fills it.
  private static JsonNode substituted(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> {
        ObjectNode copy = JSON.objectNode();
        object.properties().forEach(each -> copy.set(each.getKey(), substituted(each.getValue())));
        yield copy;
      }
      case ArrayNode array -> {
        ArrayNode copy = JSON.arrayNode();
        array.forEach(each -> copy.add(substituted(each)));
        yield copy;
      }
      case TextNode text -> {
        String holed = text.textValue().replace(HOLE.toString(), "${Until}");
        yield holed.contains("${")
            ? JSON.objectNode().put("Fn::Sub", holed)
            : TextNode.valueOf(holed);
      }
      default -> node;
    };
  }
}
