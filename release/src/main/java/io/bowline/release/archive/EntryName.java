package io.bowline.release.archive;

import java.util.List;
import java.util.Optional;

/// Which names an entry may have: plain, relative, and the same on every file system.
final class EntryName {
  private EntryName() {}

  static Optional<String> problem(String name, ArchiveLimits limits) {
    if (name.isEmpty() || name.length() > limits.pathLength()) {
      return Optional.of("is empty or longer than " + limits.pathLength() + " characters");
    }
    if (name.chars().anyMatch(c -> c < 0x20 || c == 0x7f || c == '\\' || c == ':')) {
      return Optional.of("holds a control character, a backslash or a colon");
    }
    List<String> segments = List.of(name.split("/", -1));
    if (segments.size() > limits.depth()) {
      return Optional.of("lies deeper than " + limits.depth() + " folders");
    }
    if (segments.stream().anyMatch(s -> s.isEmpty() || s.equals(".") || s.equals(".."))) {
      return Optional.of("leaves its folder (absolute, or with '.' or '..')");
    }
    return Optional.empty();
  }
}
