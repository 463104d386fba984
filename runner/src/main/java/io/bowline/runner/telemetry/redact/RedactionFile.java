package io.bowline.runner.telemetry.redact;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.yaml.Parsed;
import io.bowline.yaml.PlainYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// The part `redact` of the customer's policy file: rules with a `name` and a `pattern`.
public final class RedactionFile {
  private static final int MOST_RULES = 100;
  private static final int LONGEST_PATTERN = 1_000;

  private RedactionFile() {}

  /// Reads the rules; without a file there are none beside those built in.
  ///
  /// @throws IllegalArgumentException naming the file and the rule that cannot be used
  public static Redaction read(Optional<Path> file) {
    if (file.isEmpty() || !Files.exists(file.get())) {
      return Redaction.usual();
    }
    try {
      return switch (PlainYaml.parse(Files.readString(file.get()))) {
        case Parsed.Refused(var problems) ->
            throw refused(file.get(), problems.getFirst().message());
        case Parsed.Tree(JsonNode root, var _) -> rules(file.get(), root.path("redact"));
      };
    } catch (IOException e) {
      throw refused(file.get(), "it cannot be read: " + e.getMessage());
    }
  }

  private static Redaction rules(Path file, JsonNode list) {
    if (!list.isMissingNode() && !list.isArray()) {
      throw refused(file, "redact must be a list of rules with name and pattern");
    }
    if (list.size() > MOST_RULES) {
      throw refused(file, "redact has more than " + MOST_RULES + " rules");
    }
    List<Rule> rules = new ArrayList<>();
    for (JsonNode rule : list) {
      String pattern = rule.path("pattern").asText();
      if (pattern.isEmpty() || pattern.length() > LONGEST_PATTERN) {
        throw refused(
            file,
            "the pattern of rule '%s' must have 1 to %d characters"
                .formatted(rule.path("name").asText(), LONGEST_PATTERN));
      }
      try {
        rules.add(new Rule(rule.path("name").asText(), Pattern.compile(pattern)));
      } catch (PatternSyntaxException e) {
        throw refused(
            file,
            "the pattern of rule '%s' is no regular expression: %s"
                .formatted(rule.path("name").asText(), e.getDescription()));
      } catch (IllegalArgumentException e) {
        throw refused(file, String.valueOf(e.getMessage()));
      }
    }
    return new Redaction(rules);
  }

  private static IllegalArgumentException refused(Path file, String why) {
    return new IllegalArgumentException(
        "the customer's policy "
            + file
            + " cannot be used: "
            + why
            + ". Correct it; until then no"
            + " log leaves the account.");
  }
}
