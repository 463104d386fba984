package io.bowline.runner.trust;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Whose signature images of some repositories need.
///
/// @param repositories patterns: `*` is a part of a path, `**` any number of them
/// @param signedAs repositories that a claim may name beside the image's own; none: any at all
record SignatureRule(
    List<String> repositories, Mode mode, List<TimedKey> keys, Optional<Set<String>> signedAs) {
  SignatureRule {
    repositories = List.copyOf(repositories);
    keys = List.copyOf(keys);
    signedAs = signedAs.map(Set::copyOf);
  }

  /// What is done about an image without one.
  enum Mode {
    /// It is refused.
    REQUIRE,
    /// The plan and the job say so.
    WARN,
    /// Nobody looks.
    OFF;

    static Optional<Mode> of(String word) {
      return Stream.of(values()).filter(mode -> mode.word().equals(word)).findFirst();
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  boolean isFor(String repository) {
    return repositories.stream()
        .anyMatch(pattern -> compiled(pattern).matcher(repository).matches());
  }

  private static Pattern compiled(String pattern) {
    String regex =
        Stream.of(pattern.split("/", -1))
            .map(part -> part.equals("**") ? ".*" : segment(part))
            .collect(Collectors.joining("/"));
    return Pattern.compile(regex);
  }

  private static String segment(String part) {
    return Stream.of(part.split("\\*", -1))
        .map(Pattern::quote)
        .collect(Collectors.joining("[^/]*"));
  }
}
