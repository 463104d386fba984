package io.bowline.cli.command;

import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A moment as people write it: `10m` ago, or a full time.
final class Since {
  private static final Pattern AGO = Pattern.compile("([0-9]{1,6})([smhd])");

  private Since() {}

  static Instant parse(String text, Instant now) {
    if (AGO.matcher(text).matches()) {
      return now.minus(span(text));
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new CliFailure(
          Exit.USAGE, "'" + text + "' is neither a span such as 10m nor a time such as " + now);
    }
  }

  static Duration span(String text) {
    Matcher matcher = AGO.matcher(text);
    if (!matcher.matches()) {
      throw new CliFailure(Exit.USAGE, "'" + text + "' is no span such as 90s, 10m, 2h or 1d");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      case String _ -> Duration.ofDays(amount);
    };
  }
}
