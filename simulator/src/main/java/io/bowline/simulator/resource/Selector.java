package io.bowline.simulator.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.admission.Refusal;
import io.bowline.simulator.json.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Label and field selectors.
public final class Selector {
  private static final Pattern SET =
      Pattern.compile("\\s*(\\S+)\\s+(in|notin)\\s*\\(([^)]*)\\)\\s*");
  private static final Pattern COMMA_OUTSIDE = Pattern.compile(",(?![^(]*\\))");
  private static final Pattern EQUALITY =
      Pattern.compile("\\s*([^=!\\s]+)\\s*(==|=|!=)\\s*(.*?)\\s*");
  private static final Pattern EXISTS = Pattern.compile("\\s*(!?)\\s*([A-Za-z0-9._/-]+)\\s*");

  private Selector() {}

  public static Predicate<JsonNode> everything() {
    return object -> true;
  }

  /// Reads `labelSelector` of a request.
  public static Predicate<JsonNode> labels(String text) {
    Predicate<Map<String, String>> all = labels -> true;
    for (String part : COMMA_OUTSIDE.split(text, -1)) {
      if (!part.isBlank()) {
        all = all.and(label(part));
      }
    }
    Predicate<Map<String, String>> wanted = all;
    return object -> wanted.test(Meta.labels(object));
  }

  private static Predicate<Map<String, String>> label(String part) {
    Matcher set = SET.matcher(part);
    if (set.matches()) {
      Set<String> values = new TreeSet<>();
      for (String value : set.group(3).split(",", -1)) {
        values.add(value.trim());
      }
      return set.group(2).equals("in")
          ? in(set.group(1), values)
          : in(set.group(1), values).negate();
    }
    Matcher equality = EQUALITY.matcher(part);
    if (equality.matches()) {
      Predicate<Map<String, String>> same = in(equality.group(1), Set.of(equality.group(3)));
      return equality.group(2).equals("!=") ? same.negate() : same;
    }
    Matcher exists = EXISTS.matcher(part);
    if (exists.matches()) {
      Predicate<Map<String, String>> there = labels -> labels.containsKey(exists.group(2));
      return exists.group(1).isEmpty() ? there : there.negate();
    }
    throw Refusal.badRequest("unable to parse requirement: " + part);
  }

  private static Predicate<Map<String, String>> in(String key, Set<String> values) {
    return labels -> {
      String value = labels.get(key);
      return value != null && values.contains(value);
    };
  }

  /// Reads `fieldSelector` of a request: equality on any scalar field.
  public static Predicate<JsonNode> fields(String text) {
    List<Predicate<JsonNode>> all = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      if (part.isBlank()) {
        continue;
      }
      Matcher equality = EQUALITY.matcher(part);
      if (!equality.matches()) {
        throw Refusal.badRequest("invalid field selector: " + part);
      }
      String[] path = equality.group(1).split("\\.", -1);
      String value = equality.group(3);
      boolean negated = equality.group(2).equals("!=");
      all.add(object -> Tree.text(object, path).equals(value) != negated);
    }
    return object -> all.stream().allMatch(p -> p.test(object));
  }

  /// The selector of a workload's spec.
  public static Predicate<JsonNode> of(JsonNode selector) {
    Map<String, String> exact = Meta.strings(Tree.at(selector, "matchLabels"));
    List<ObjectNode> expressions = Tree.objects(selector, "matchExpressions");
    return object -> {
      Map<String, String> labels = Meta.labels(object);
      return labels.entrySet().containsAll(exact.entrySet())
          && expressions.stream().allMatch(e -> matches(e, labels));
    };
  }

  private static boolean matches(ObjectNode expression, Map<String, String> labels) {
    String key = Tree.text(expression, "key");
    Set<String> values = new TreeSet<>();
    Tree.at(expression, "values").forEach(v -> values.add(v.asText()));
    return switch (Tree.text(expression, "operator")) {
      case "In" -> in(key, values).test(labels);
      case "NotIn" -> !in(key, values).test(labels);
      case "Exists" -> labels.containsKey(key);
      case "DoesNotExist" -> !labels.containsKey(key);
      default -> false;
    };
  }
}
