package io.bowline.installer.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a person sees on the command line that a step is done: `checks.yaml`, filled in.
final class AwsChecks {
  private static final Pattern HOLE = Pattern.compile("\\{([A-Za-z0-9. ]+)}");
  private static final Pattern THING = Pattern.compile("<([A-Za-z0-9]+)>");

  private final JsonNode checks = AwsLayer.tree(AwsLayer.text("checks.yaml"));
  private final Map<String, JsonNode> things = new HashMap<>();
  private final AwsWords words;
  private final String install;
  private final String region;

  /// @param prints what it prints when the step is right, white space apart
  record Check(String command, String prints) {}

  AwsChecks(AwsWords words, List<AwsPart> parts, String install, String region) {
    this.words = words;
    this.install = install;
    this.region = region;
    parts.forEach(part -> things.put(part.logical(), words.of(part)));
  }

  /// Those of a step; none where the console alone tells.
  List<Check> of(List<AwsPart> step) {
    AwsPart first = step.getFirst();
    JsonNode given = words.of(first);
    var found = new ArrayList<Check>();
    for (JsonNode each : checks.path(first.type())) {
      found.add(
          new Check(
              filled(each.path("command").asText(), given, step.size()),
              filled(each.path("prints").asText(), given, step.size())));
    }
    given
        .path("Policies")
        .forEach(each -> found.add(rights(given.path("RoleName").asText(), each)));
    if (given.has("ManagedPolicyArns")) {
      found.add(managed(given));
    }
    return found;
  }

  private static Check rights(String role, JsonNode policy) {
    var names = new ArrayList<String>();
    policy.at("/PolicyDocument/Statement").forEach(each -> names.add(each.path("Sid").asText()));
    return new Check(
        "aws iam get-role-policy --role-name %s --policy-name %s --query \"PolicyDocument.Statement[].Sid\" --output text"
            .formatted(role, policy.path("PolicyName").asText()),
        String.join(" ", names));
  }

  private static Check managed(JsonNode given) {
    var names = new ArrayList<String>();
    given
        .path("ManagedPolicyArns")
        .forEach(each -> names.add(each.asText().substring(each.asText().lastIndexOf('/') + 1)));
    names.sort(null);
    return new Check(
        "aws iam list-attached-role-policies --role-name %s --query \"sort(AttachedPolicies[].PolicyName)\" --output text"
            .formatted(given.path("RoleName").asText()),
        String.join(" ", names));
  }

  private String filled(String text, JsonNode given, int count) {
    Matcher hole = HOLE.matcher(text);
    return hole.replaceAll(found -> Matcher.quoteReplacement(word(found.group(1), given, count)));
  }

  private String word(String hole, JsonNode given, int count) {
    if (hole.startsWith("of ")) {
      Matcher thing = THING.matcher(given.path(hole.substring(3)).asText());
      return thing.find()
          ? name(things.getOrDefault(thing.group(1), MissingNode.getInstance()))
          : given.path(hole.substring(3)).asText();
    }
    return switch (hole) {
      case "tag" -> tag(given);
      case "install" -> install;
      case "region" -> region;
      case "count" -> Integer.toString(count);
      default -> given.at("/" + hole.replace('.', '/')).asText();
    };
  }

  private static String name(JsonNode given) {
    for (String word : List.of("GroupName", "Name")) {
      if (given.has(word)) {
        return given.path(word).asText();
      }
    }
    return tag(given);
  }

  private static String tag(JsonNode given) {
    for (JsonNode each : given.path("Tags")) {
      if (each.path("Key").asText().equals("Name")) {
        return each.path("Value").asText();
      }
    }
    return "";
  }
}
