package io.bowline.installer.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What the roles may do that the base layer in AWS makes.
public final class AwsRoles {
  private AwsRoles() {}

  /// One right of a role.
  ///
  /// @param role its name without that of the install
  /// @param on what it is limited to
  /// @param reason one sentence
  public record Right(String role, String action, String on, String reason) {}

  /// All of them.
  public static List<Right> all() {
    var all = new ArrayList<Right>();
    for (JsonNode part : AwsLayer.stack()) {
      if (part.path("Type").asText().equals("AWS::IAM::Role")) {
        JsonNode given = part.path("Properties");
        String role = text(given.path("RoleName")).replace("bowline-${Name}-", "");
        for (JsonNode policy : given.path("Policies")) {
          for (JsonNode each : policy.at("/PolicyDocument/Statement")) {
            String on = text(each.path("Resource"));
            String reason = sentence(each.path("Sid").asText());
            for (JsonNode action : several(each.path("Action"))) {
              all.add(new Right(role, action.asText(), on, reason));
            }
          }
        }
        for (JsonNode policy : given.path("ManagedPolicyArns")) {
          all.add(new Right(role, text(policy), "*", "What AWS gives to such a role"));
        }
      }
    }
    return List.copyOf(all);
  }

  /// `KeepImages` as a person reads it: `Keep images`.
  public static String sentence(String sid) {
    String words = sid.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    return words.isEmpty() ? "" : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static Iterable<JsonNode> several(JsonNode oneOrMany) {
    return oneOrMany.isArray() ? oneOrMany : List.of(oneOrMany);
  }

  private static String text(JsonNode node) {
    if (node instanceof TextNode) {
      return node.asText();
    }
    if (node.isArray()) {
      var all = new ArrayList<String>();
      node.forEach(each -> all.add(text(each)));
      return String.join(", ", all);
    }
    return node.has("Fn::GetAtt")
        ? "<%s>".formatted(node.at("/Fn::GetAtt/0").asText())
        : node.path("Fn::Sub").asText();
  }
}
