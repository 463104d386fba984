package io.bowline.control.app;

import io.bowline.control.platform.StartupFailure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The command line: `[serve] [--data FOLDER] [--KEY=VALUE]`, where a key is any of the
/// configuration's, with or without its `bowline.`.
final class Arguments {
  private static final Pattern SETTING = Pattern.compile("--([a-z][a-z0-9.-]*)(?:=(.*))?");

  private Arguments() {}

  /// The configuration that the arguments stand for.
  static Map<String, String> read(String... args) {
    Deque<String> left = new ArrayDeque<>(List.of(args));
    if ("serve".equals(left.peek())) {
      left.remove();
    }
    Map<String, String> settings = new HashMap<>();
    while (!left.isEmpty()) {
      String word = left.remove();
      Matcher matcher = SETTING.matcher(word);
      if (!matcher.matches()) {
        throw new StartupFailure(
            "Unknown argument %s. Usage: serve [--data FOLDER] [--KEY=VALUE]".formatted(word));
      }
      String given = matcher.group(2);
      if (given == null && left.isEmpty()) {
        throw new StartupFailure("The argument " + word + " needs a value.");
      }
      settings.put(key(matcher.group(1)), given == null ? left.remove() : given);
    }
    return settings;
  }

  private static String key(String name) {
    return name.startsWith("bowline.") || name.startsWith("quarkus.") ? name : "bowline." + name;
  }
}
