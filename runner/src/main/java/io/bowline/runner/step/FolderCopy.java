package io.bowline.runner.step;

import io.bowline.runner.platform.Durable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// Folders copied and removed as a whole, without following links.
public final class FolderCopy {
  private FolderCopy() {}

  /// Makes a folder where there is none; it stays, also when the power does not.
  public static void ensure(Path folder) {
    attempt(
        () -> {
          Durable.folder(folder);
          return folder;
        },
        folder);
  }

  /// Copies every file; what is there already stays.
  public static void copy(Path from, Path to) {
    attempt(
        () ->
            Files.walkFileTree(
                from,
                new SimpleFileVisitor<>() {
                  @Override
                  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes is)
                      throws IOException {
                    Files.createDirectories(to.resolve(from.relativize(folder).toString()));
                    return FileVisitResult.CONTINUE;
                  }

                  @Override
                  public FileVisitResult visitFile(Path file, BasicFileAttributes is)
                      throws IOException {
                    Files.copy(
                        file,
                        to.resolve(from.relativize(file).toString()),
                        StandardCopyOption.REPLACE_EXISTING,
                        LinkOption.NOFOLLOW_LINKS);
                    return FileVisitResult.CONTINUE;
                  }
                }),
        from);
  }

  /// Puts a copy in the place of what was there; a crash or a loss of power leaves the one or the
  /// other or none, and never a part.
  public static void replace(Path from, Path to) {
    Path draft = to.resolveSibling(to.getFileName() + ".new");
    Path former = to.resolveSibling(to.getFileName() + ".old");
    remove(former);
    remove(draft);
    ensure(draft);
    copy(from, draft);
    sync(draft);
    if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
      attempt(() -> Files.move(to, former, StandardCopyOption.ATOMIC_MOVE), to);
    }
    attempt(() -> Files.move(draft, to, StandardCopyOption.ATOMIC_MOVE), to);
    attempt(() -> force(to.toAbsolutePath().resolveSibling("")), to);
    remove(former);
  }

  /// Makes everything in a folder durable, contents and names, and its own name.
  public static void sync(Path folder) {
    attempt(
        () -> {
          Files.walkFileTree(
              folder,
              new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes is)
                    throws IOException {
                  return is.isRegularFile() ? force(file) : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(
                    Path visited, @Nullable IOException failure) throws IOException {
                  return force(visited);
                }
              });
          return force(folder.toAbsolutePath().resolveSibling(""));
        },
        folder);
  }

  private static FileVisitResult force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
    return FileVisitResult.CONTINUE;
  }

  public static void remove(Path folder) {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    attempt(
        () ->
            Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                  @Override
                  public FileVisitResult visitFile(Path file, BasicFileAttributes is)
                      throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                  }

                  @Override
                  public FileVisitResult postVisitDirectory(
                      Path visited, @Nullable IOException failure) throws IOException {
                    if (failure != null) {
                      throw failure;
                    }
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                  }
                }),
        folder);
  }

  private static void attempt(Attempt attempt, Path what) {
    try {
      attempt.run();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot work on folder " + what, e);
    }
  }

  private interface Attempt {
    Object run() throws IOException;
  }
}
