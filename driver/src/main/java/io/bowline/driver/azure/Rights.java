package io.bowline.driver.azure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// What somebody may do, as Azure lists it: sets of actions, each without its own exceptions.
///
/// @param certain sets that hold as they stand
/// @param conditional sets that hold under a condition, which nobody here can judge
record Rights(List<Set> certain, List<Set> conditional) {
  /// Actions, and those among them that are not meant.
  record Set(List<String> actions, List<String> except) {
    static Set of(JsonNode node) {
      return new Set(texts(node.path("actions")), texts(node.path("notActions")));
    }

    private static List<String> texts(JsonNode array) {
      return array.valueStream().map(JsonNode::asText).toList();
    }

    boolean has(String action) {
      return matches(actions, action) && !matches(except, action);
    }

    private static boolean matches(Collection<String> patterns, String action) {
      return patterns.stream().anyMatch(pattern -> Rights.matches(pattern, action));
    }
  }

  /// Reads what Azure lists.
  static Rights of(JsonNode list) {
    return new Rights(
        list.valueStream().filter(set -> !isConditional(set)).map(Set::of).toList(),
        list.valueStream().filter(Rights::isConditional).map(Set::of).toList());
  }

  private static boolean isConditional(JsonNode set) {
    return !set.path("condition").asText("").isBlank();
  }

  /// One set is enough: what another one leaves out counts for that one only.
  boolean allow(String action) {
    return certain.stream().anyMatch(set -> set.has(action));
  }

  boolean mayAllow(String action) {
    return conditional.stream().anyMatch(set -> set.has(action));
  }

  /// Whether a pattern stands for a text: `*` for anything, slashes too, and letters in any case.
  /// Written out, since a pattern of somebody else's must not become a regular expression.
  static boolean matches(String pattern, String text) {
    String wanted = pattern.toLowerCase(Locale.ROOT);
    String given = text.toLowerCase(Locale.ROOT);
    int star = -1;
    int mark = 0;
    int at = 0;
    int in = 0;
    while (at < given.length()) {
      if (in < wanted.length() && wanted.charAt(in) == '*') {
        star = in++;
        mark = at;
      } else if (in < wanted.length() && wanted.charAt(in) == given.charAt(at)) {
        in++;
        at++;
      } else if (star >= 0) {
        in = star + 1;
        at = ++mark;
      } else {
        return false;
      }
    }
    return wanted.substring(in).chars().allMatch(rest -> rest == '*');
  }
}
