package io.bowline.demo;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What a process and all that it started hold open, by the kernel's own tables.
final class OpenFiles {
  private OpenFiles() {}

  /// The files and folders: open, mapped, or stood in.
  static Set<Path> of(long process) throws IOException {
    Set<Path> found = new HashSet<>();
    for (long id : family(process)) {
      look(Path.of("/proc", Long.toString(id)), found);
    }
    return found;
  }

  private static void look(Path proc, Set<Path> found) throws IOException {
    try {
      found.add(Files.readSymbolicLink(proc.resolve("cwd")));
      descriptors(proc.resolve("fd"), found);
      mapped(proc.resolve("maps"), found);
    } catch (NoSuchFileException e) {
      return; // it has ended since it was listed
    }
  }

  private static List<Long> family(long process) {
    ProcessHandle first = ProcessHandle.of(process).orElseThrow();
    try (Stream<ProcessHandle> others = first.descendants()) {
      return Stream.concat(Stream.of(first), others).map(ProcessHandle::pid).toList();
    }
  }

  private static void descriptors(Path folder, Set<Path> found) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path descriptor : all) {
        target(descriptor, found);
      }
    }
  }

  private static void target(Path descriptor, Set<Path> found) throws IOException {
    try {
      Path target = Files.readSymbolicLink(descriptor);
      if (target.isAbsolute()) {
        found.add(target);
      }
    } catch (NoSuchFileException e) {
      return; // closed since it was listed
    }
  }

  private static void mapped(Path maps, Set<Path> found) throws IOException {
    try (Stream<String> lines = Files.lines(maps)) {
      lines
          .map(line -> line.indexOf('/') < 0 ? "" : line.substring(line.indexOf('/')))
          .filter(name -> !name.isEmpty())
          .map(Path::of)
          .forEach(found::add);
    }
  }
}
