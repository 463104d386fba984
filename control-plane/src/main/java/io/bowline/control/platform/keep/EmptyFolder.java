package io.bowline.control.platform.keep;

import io.bowline.control.platform.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A folder that is to be filled from nothing, and is nothing again when that fails.
final class EmptyFolder {
  private final Path folder;
  private final Set<String> mayBeThere;

  private EmptyFolder(Path folder, Set<String> mayBeThere) {
    this.folder = folder;
    this.mayBeThere = mayBeThere;
  }

  /// Looks whether it is empty, and makes it when it is not there.
  ///
  /// @param mayBeThere names that are not ours to judge
  static EmptyFolder check(Path folder, Set<String> mayBeThere) throws IOException {
    Files.createDirectories(folder);
    EmptyFolder checked = new EmptyFolder(folder, mayBeThere);
    for (Path child : checked.children()) {
      throw new StartupFailure(
          "The folder %s is not empty: it has %s. Restore into a new one; nothing was changed."
              .formatted(folder, child.getFileName()));
    }
    return checked;
  }

  private List<Path> children() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(child -> !mayBeThere.contains(child.getFileName().toString())).toList();
    }
  }

  /// Empties it again.
  void clear() throws IOException {
    for (Path child : children()) {
      List<Path> deepestFirst;
      try (Stream<Path> all = Files.walk(child)) {
        deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path each : deepestFirst) {
        Files.delete(each);
      }
    }
  }
}
