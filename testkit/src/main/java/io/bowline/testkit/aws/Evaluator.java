package io.bowline.testkit.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Decides as IAM does about one request: a denial anywhere wins; what nobody allows is not
/// allowed; and where there is a boundary, it has to allow, too.
///
/// @param policies that are attached to who asks
/// @param boundaries of who asks
public record Evaluator(List<JsonNode> policies, List<JsonNode> boundaries) {
  /// What is decided.
  public enum Decision {
    ALLOWED,
    NOT_ALLOWED,
    DENIED
  }

  /// What is asked.
  ///
  /// @param context keys of conditions; a key that is not there is unknown
  public record Request(String action, String resource, Map<String, String> context) {
    public Request {
      context = Map.copyOf(context);
    }
  }

  public Evaluator {
    policies = List.copyOf(policies);
    boundaries = List.copyOf(boundaries);
  }

  /// What IAM would say.
  public Decision decide(Request request) {
    var all = new ArrayList<>(policies);
    all.addAll(boundaries);
    if (all.stream().anyMatch(policy -> says("Deny", policy, request))) {
      return Decision.DENIED;
    }
    boolean granted = policies.stream().anyMatch(policy -> says("Allow", policy, request));
    boolean within = boundaries.stream().allMatch(policy -> says("Allow", policy, request));
    return granted && within ? Decision.ALLOWED : Decision.NOT_ALLOWED;
  }

  private static boolean says(String effect, JsonNode policy, Request request) {
    for (JsonNode statement : policy.path("Statement")) {
      if (statement.path("Effect").asText().equals(effect)
          && named(statement, "Action", request.action().toLowerCase(Locale.ROOT), true)
          && named(statement, "Resource", request.resource(), false)
          && holds(statement.path("Condition"), request.context())) {
        return true;
      }
    }
    return false;
  }

  private static boolean named(JsonNode statement, String key, String asked, boolean anyCase) {
    if (statement.has(key)) {
      return any(statement.path(key), asked, anyCase);
    }
    // a trust policy has no resource: it stands on one
    return statement.has("Not" + key)
        ? !any(statement.path("Not" + key), asked, anyCase)
        : key.equals("Resource");
  }

  private static boolean any(JsonNode patterns, String asked, boolean anyCase) {
    return texts(patterns).stream()
        .anyMatch(pattern -> like(anyCase ? pattern.toLowerCase(Locale.ROOT) : pattern, asked));
  }

  private static boolean like(String pattern, String text) {
    var regex = new StringBuilder();
    for (int at = 0; at < pattern.length(); at++) {
      char each = pattern.charAt(at);
      switch (each) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        default -> regex.append(Pattern.quote(String.valueOf(each)));
      }
    }
    return text.matches(regex.toString());
  }

  /// All operators and all keys have to hold; of the values of a key, one (for `Not…`: none).
  private static boolean holds(JsonNode condition, Map<String, String> context) {
    for (var operator : condition.properties()) {
      for (var key : operator.getValue().properties()) {
        if (!holds(operator.getKey(), context.get(key.getKey()), texts(key.getValue()))) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean holds(String operator, @Nullable String known, List<String> values) {
    if (operator.endsWith("IfExists")) {
      String without = operator.substring(0, operator.length() - "IfExists".length());
      return known == null || holds(without, known, values);
    }
    if (operator.equals("Null")) {
      return values.contains(Boolean.toString(known == null));
    }
    if (operator.contains("Not")) {
      // a key that is not there is another one than any
      return known == null || !holds(operator.replace("Not", ""), known, values);
    }
    if (known == null) {
      return false;
    }
    return values.stream()
        .anyMatch(value ->
            switch (operator) {
              case "StringEquals" -> value.equals(known);
              case "StringLike", "ArnLike", "ArnEquals" -> like(value, known);
              case "Bool" -> value.equalsIgnoreCase(known);
              case "DateLessThan" -> Instant.parse(known).isBefore(Instant.parse(value));
              case "DateGreaterThan" -> Instant.parse(known).isAfter(Instant.parse(value));
              default -> throw new IllegalArgumentException("no operator " + operator);
            });
  }

  private static List<String> texts(JsonNode one) {
    var texts = new ArrayList<String>();
    if (one.isArray()) {
      one.forEach(each -> texts.add(each.asText()));
    } else {
      texts.add(one.asText());
    }
    return texts;
  }
}
