package io.bowline.cli.installer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// What a version of the templates asks for besides, as a person reads it.
final class RightsLines {
  private RightsLines() {}

  /// Lines, those that ask for more first.
  ///
  /// @param change as the API shows it
  static List<String> of(JsonNode change) {
    var lines = new ArrayList<String>();
    int more = change.path("more").size();
    int less = change.path("less").size();
    lines.add(
        "Version %d asks for %s and %s than version %d."
            .formatted(
                change.path("to").asInt(),
                said(more, "more"),
                said(less, "less"),
                change.path("from").asInt()));
    groups("MORE", change.path("more"), lines);
    groups("LESS", change.path("less"), lines);
    return lines;
  }

  private static String said(int count, String which) {
    return "%s right%s %s".formatted(count == 0 ? "no" : count, count == 1 ? "" : "s", which);
  }

  /// Those that one reason is for, in one line.
  private static void groups(String which, JsonNode rights, List<String> lines) {
    var groups = new LinkedHashMap<String, List<String>>();
    for (JsonNode each : rights) {
      String group =
          "%s for %s, because: %s%s; on %s"
              .formatted(
                  which,
                  each.path("who").asText(),
                  each.path("reason").asText(),
                  each.path("denied").asBoolean() ? " (denied)" : "",
                  each.path("on").asText());
      groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(each.path("action").asText());
    }
    groups.forEach((group, actions) -> {
      lines.add(group);
      lines.add("  " + String.join(", ", actions));
    });
  }
}
