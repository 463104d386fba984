package io.bowline.installer.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.StringJoiner;

/// What a person fills in: plain values as a table, documents as the JSON that is pasted.
final class AwsFields {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// A group that is made without rules has no rule that says so.
  private static final String NO_RULE = "SecurityGroupEgress";

  private final StringJoiner table = new StringJoiner("\n");
  private final StringJoiner documents = new StringJoiner("\n");

  private AwsFields() {
    table.add("| field | value |").add("|---|---|");
  }

  /// Of one thing.
  static String of(AwsPart part, AwsWords words) {
    if (!part.type().startsWith("AWS::") || part.type().startsWith("AWS::CloudFormation::")) {
      return "";
    }
    var fields = new AwsFields();
    fields.field("", words.of(part));
    return fields.table + "\n" + (fields.documents.length() == 0 ? "" : "\n" + fields.documents);
  }

  /// Of several things of one kind, each a row.
  static String rows(List<AwsPart> parts, AwsWords words) {
    JsonNode first = words.of(parts.getFirst());
    boolean rules = first.has("GroupId");
    var table = new StringJoiner("\n", "", "\n");
    table.add(
        rules
            ? "| rule | protocol | ports | other side | description |\n|---|---|---|---|---|"
            : "| association | subnet | table |\n|---|---|---|");
    for (AwsPart part : parts) {
      JsonNode given = words.of(part);
      table.add(
          rules
              ? "| `%s` | `%s` | `%s` | `%s` | %s |"
                  .formatted(
                      part.logical(),
                      given.path("IpProtocol").asText().equals("-1")
                          ? "all"
                          : given.path("IpProtocol").asText(),
                      given.path("FromPort").asText("all"),
                      otherSide(given),
                      given.path("Description").asText())
              : "| `%s` | `%s` | `%s` |"
                  .formatted(
                      part.logical(),
                      given.path("SubnetId").asText(),
                      given.path("RouteTableId").asText()));
    }
    return table.toString();
  }

  private static String otherSide(JsonNode rule) {
    for (String way :
        List.of(
            "CidrIp",
            "DestinationPrefixListId",
            "SourceSecurityGroupId",
            "DestinationSecurityGroupId")) {
      if (rule.has(way)) {
        return rule.path(way).asText();
      }
    }
    throw new IllegalStateException("a rule for nobody: " + rule);
  }

  private void field(String path, JsonNode value) {
    if (path.endsWith("Document") || path.equals("KeyPolicy")) {
      documents.add("`%s`:\n\n```json\n%s\n```\n".formatted(path, pretty(value)));
    } else if (value instanceof ObjectNode object) {
      for (var each : object.properties()) {
        if (!each.getKey().equals(NO_RULE)) {
          field(path.isEmpty() ? each.getKey() : path + "." + each.getKey(), each.getValue());
        }
      }
    } else if (path.endsWith("Tags") && value.isArray()) {
      var tags = new StringJoiner(", ");
      value.forEach(each ->
          tags.add(
              "`%s` = `%s`".formatted(each.path("Key").asText(), each.path("Value").asText())));
      table.add("| `%s` | %s |".formatted(path, tags));
    } else if (value instanceof ArrayNode array && array.path(0).isObject()) {
      for (int at = 0; at < array.size(); at++) {
        field(path + "." + at, array.path(at));
      }
    } else {
      var texts = new StringJoiner(", ");
      (value.isArray() ? value : JSON.createArrayNode().add(value))
          .forEach(each -> texts.add("`" + each.asText() + "`"));
      table.add("| `%s` | %s |".formatted(path, texts));
    }
  }

  private static String pretty(JsonNode tree) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
