package io.bowline.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/// What reading a YAML text gave.
public sealed interface Parsed {
  /// Plain data.
  ///
  /// @param lines of every value by its path (`components[2].name`)
  record Tree(JsonNode root, Map<String, Integer> lines) implements Parsed {
    public Tree {
      lines = Map.copyOf(lines);
    }

    /// The line of a value, or that of the nearest value around it.
    public int lineOf(String path) {
      String at = path;
      while (!at.isEmpty()) {
        Integer line = lines.get(at);
        if (line != null) {
          return line;
        }
        at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
      }
      return lines.getOrDefault("", 1);
    }
  }

  /// Not acceptable.
  record Refused(List<YamlProblem> problems) implements Parsed {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
