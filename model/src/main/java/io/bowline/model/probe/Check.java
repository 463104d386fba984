package io.bowline.model.probe;

import java.util.List;

/// One thing that was looked at.
///
/// @param detail what was found and what to do, in our own words: never what the cloud or its
///   library said, which may hold keys
/// @param actions what it is about: those that are missing, or could not be told
public record Check(String name, Result result, String detail, List<String> actions) {
  public Check {
    actions = List.copyOf(actions);
  }

  public static Check ok(String name, String detail) {
    return new Check(name, Result.OK, detail, List.of());
  }

  public static Check failed(String name, String detail) {
    return new Check(name, Result.FAILED, detail, List.of());
  }

  public static Check inconclusive(String name, String detail) {
    return new Check(name, Result.INCONCLUSIVE, detail, List.of());
  }

  public static Check skipped(String name, String detail) {
    return new Check(name, Result.SKIPPED, detail, List.of());
  }

  /// The same about some actions.
  public Check about(List<String> some) {
    return new Check(name, result, detail, some);
  }
}
