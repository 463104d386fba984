package io.bowline.control.app;

import io.bowline.control.platform.StartupFailure;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The command line: `serve`, `backup FILE`, `backup drill FILE` or `restore FILE`, then `--data
/// FOLDER` and `--KEY=VALUE`, where a key is any of the configuration's, with or without its
/// `bowline.`.
///
/// @param settings the configuration that the arguments stand for
record Arguments(Verb verb, Map<String, String> settings) {
  private static final Pattern SETTING = Pattern.compile("--([a-z][a-z0-9.-]*)(?:=(.*))?");
  private static final String USAGE =
      "Usage: serve | backup FILE | backup drill FILE | restore FILE, then [--data FOLDER] [--KEY=VALUE]";

  /// What to do.
  sealed interface Verb {
    /// Be the control plane.
    record Serve() implements Verb {}

    /// Write all that is kept to a file.
    record BackUp(Path file) implements Verb {}

    /// Try whether a backup can be restored, the newest of a folder.
    record Drill(Path file) implements Verb {}

    /// Fill an empty database and empty folders from a file.
    record PutBack(Path file) implements Verb {}
  }

  static Arguments read(String... args) {
    Deque<String> left = new ArrayDeque<>(List.of(args));
    Verb verb = verb(left);
    Map<String, String> settings = new HashMap<>();
    while (!left.isEmpty()) {
      String word = left.remove();
      Matcher matcher = SETTING.matcher(word);
      if (!matcher.matches()) {
        throw new StartupFailure("Unknown argument %s. %s".formatted(word, USAGE));
      }
      String given = matcher.group(2);
      if (given == null && left.isEmpty()) {
        throw new StartupFailure("The argument " + word + " needs a value.");
      }
      settings.put(key(matcher.group(1)), given == null ? left.remove() : given);
    }
    return new Arguments(verb, settings);
  }

  private static Verb verb(Deque<String> left) {
    String first = left.peek();
    if (first == null || first.startsWith("--")) {
      return new Verb.Serve();
    }
    return switch (left.remove()) {
      case "serve" -> new Verb.Serve();
      case "backup" -> backup(left);
      case "restore" -> new Verb.PutBack(file(left));
      default -> throw new StartupFailure("Unknown verb %s. %s".formatted(first, USAGE));
    };
  }

  /// A file of the name `drill` is one when nothing else is named.
  private static Verb backup(Deque<String> left) {
    Path first = file(left);
    boolean drill = first.endsWith("drill") && !left.isEmpty() && !left.peek().startsWith("--");
    return drill ? new Verb.Drill(file(left)) : new Verb.BackUp(first);
  }

  private static Path file(Deque<String> left) {
    if (left.isEmpty() || left.peek().startsWith("--")) {
      throw new StartupFailure("Name the file. " + USAGE);
    }
    return Path.of(left.remove()).toAbsolutePath();
  }

  private static String key(String name) {
    return name.startsWith("bowline.") || name.startsWith("quarkus.") ? name : "bowline." + name;
  }
}
