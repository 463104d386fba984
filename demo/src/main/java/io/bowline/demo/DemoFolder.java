package io.bowline.demo;

import io.bowline.demo.process.Roll;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Where one demo keeps everything: held by one demo at a time, and begun anew by the next.
final class DemoFolder implements AutoCloseable {
  private static final String MARK = "bowline-demo";

  /// What a demo makes there; nothing else is ever removed from a folder that a person named.
  private static final Set<String> MADE =
      Set.of(
          "control-plane",
          "account",
          "runner",
          "logs",
          Roll.FILE,
          "cli.json",
          "bootstrap.json",
          "policy.yaml",
          "registry.password");

  private static final String RELEASES = "release";
  private static final int TRIES = 20;

  private final Path path;
  private final boolean temporary;
  private final FileChannel mark;

  private DemoFolder(Path path, boolean temporary, FileChannel mark) {
    this.path = path;
    this.temporary = temporary;
    this.mark = mark;
  }

  /// A new one that goes when it is no longer needed.
  static DemoFolder temporary() throws IOException {
    Path path = Files.createTempDirectory("bowline-demo").toRealPath();
    return new DemoFolder(path, true, hold(path));
  }

  /// One that a person named; what an earlier demo left there is removed first.
  ///
  /// @param say told of what is removed
  /// @throws StepFailed when it is somebody else's
  static DemoFolder named(Path folder, Consumer<String> say) throws IOException {
    Path path = Files.createDirectories(folder).toRealPath();
    List<Path> there = list(path);
    boolean earlier = there.contains(path.resolve(MARK));
    if (!earlier && !there.isEmpty()) {
      throw new StepFailed(
          "the folder %s holds files that are not a demo's; name an empty or a new one"
              .formatted(path));
    }
    FileChannel mark = hold(path);
    List<Path> old = there.stream().filter(DemoFolder::made).toList();
    if (!old.isEmpty()) {
      say.accept("The folder %s holds an earlier demo, which is removed.".formatted(path));
      new Roll(path).endAll(say);
      for (Path each : old) {
        remove(each);
      }
    }
    return new DemoFolder(path, false, mark);
  }

  private static FileChannel hold(Path path) throws IOException {
    FileChannel mark =
        FileChannel.open(
            path.resolve(MARK),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    FileLock lock = mark.tryLock();
    if (lock == null) {
      mark.close();
      throw new StepFailed(
          "the folder %s is in use by another demo (%s); end that one, or name another folder"
              .formatted(path, Files.readString(path.resolve(MARK)).strip()));
    }
    mark.truncate(0);
    mark.write(StandardCharsets.UTF_8.encode("process " + ProcessHandle.current().pid() + "\n"));
    return mark;
  }

  private static boolean made(Path path) {
    String name = path.getFileName().toString();
    return MADE.contains(name) || name.startsWith(RELEASES);
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    }
  }

  Path path() {
    return path;
  }

  boolean isTemporary() {
    return temporary;
  }

  /// Removes everything, also what a step that is cut short is still writing.
  void remove() throws IOException {
    for (int i = 1; Files.exists(path); i++) {
      try {
        remove(path);
      } catch (IOException e) {
        if (i == TRIES) {
          throw e;
        }
      }
    }
  }

  private static void remove(Path tree) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(tree)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }

  @Override
  public void close() throws IOException {
    mark.close();
  }
}
