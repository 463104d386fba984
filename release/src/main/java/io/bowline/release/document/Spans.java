package io.bowline.release.document;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Spans of time as the document writes them: `90s`, `10m`, `2h`.
final class Spans {
  private static final Pattern GRAMMAR = Pattern.compile("(0|[1-9][0-9]{0,5})([smh])");

  private Spans() {}

  static Duration parse(String text) {
    Matcher matcher = GRAMMAR.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("is not a span of time such as 90s, 10m or 2h");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      case String other -> throw new IllegalStateException("the grammar has no unit " + other);
    };
  }

  static String print(Duration span) {
    long seconds = span.toSeconds();
    if (seconds == 0 || seconds % 60 != 0) {
      return seconds + "s";
    }
    return seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds / 60 + "m";
  }
}
