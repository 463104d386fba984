package io.bowline.runner.telemetry.redact;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds one kind of secret. Where the pattern has a group `keep`, that part stays: it says what
/// the secret was.
///
/// @param name stands in the place of what was masked
public record Rule(String name, Pattern pattern) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

  public Rule {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a rule's name has 1 to 40 small letters, digits and dashes, which '"
              + name
              + "' has not");
    }
  }

  static Rule of(String name, String pattern) {
    return new Rule(name, Pattern.compile(pattern));
  }

  /// Masks all that it finds.
  Masked mask(String line) {
    Matcher found = pattern.matcher(line);
    if (!found.find()) {
      return new Masked(line, 0);
    }
    boolean keeps = pattern.namedGroups().containsKey("keep");
    var masked = new StringBuilder();
    int at = 0;
    int count = 0;
    do {
      String kept = keeps ? found.group("keep") : null;
      masked.append(line, at, found.start());
      masked.append(kept == null ? "" : kept).append("[redacted:").append(name).append(']');
      at = found.end();
      count++;
    } while (found.find());
    return new Masked(masked.append(line, at, line.length()).toString(), count);
  }

  /// A line, and how often something was masked in it.
  record Masked(String line, int count) {}
}
