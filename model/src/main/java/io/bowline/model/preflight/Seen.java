package io.bowline.model.preflight;

import java.util.List;

/// One thing that was looked at, in our own words: never what a cloud or its library said, which
/// may hold keys.
///
/// @param check its name, which stays the same for machines
/// @param seen what there is
/// @param means what that is for an install, and what of it will not work; empty when all is well
/// @param fix exactly what to do; empty when there is nothing
/// @param commands what does it, line by line, as it can be typed where the checks ran; empty where
///   no command does
public record Seen(
    String check, Verdict verdict, String seen, String means, String fix, List<String> commands) {
  public Seen {
    commands = List.copyOf(commands);
  }

  public static Seen ok(String check, String seen) {
    return new Seen(check, Verdict.OK, seen, "", "", List.of());
  }

  public static Seen unknown(String check, String seen, String means, String fix) {
    return new Seen(check, Verdict.UNKNOWN, seen, means, fix, List.of());
  }

  public static Seen warn(String check, String seen, String means, String fix) {
    return new Seen(check, Verdict.WARN, seen, means, fix, List.of());
  }

  public static Seen fail(String check, String seen, String means, String fix) {
    return new Seen(check, Verdict.FAIL, seen, means, fix, List.of());
  }

  /// The same with what does it.
  public Seen by(List<String> lines) {
    return new Seen(check, verdict, seen, means, fix, lines);
  }

  /// The same with what does it.
  public Seen by(String... lines) {
    return by(List.of(lines));
  }
}
