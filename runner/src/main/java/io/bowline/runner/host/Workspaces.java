package io.bowline.runner.host;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Working folders that nobody else can read, under one root, gone when closed.
public final class Workspaces {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private final Path root;

  /// Opens the root and removes what an earlier process left in it.
  public Workspaces(Path root) throws IOException {
    this.root = root.toAbsolutePath();
    remove(this.root);
    createPrivate(this.root);
  }

  /// A new, empty folder; what was there under this name is removed.
  public Workspace open(String name) throws IOException {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a name for a workspace: " + name);
    }
    Path folder = root.resolve(name);
    remove(folder);
    createPrivate(folder);
    return new Workspace(folder);
  }

  /// One working folder; close it to remove it.
  public static final class Workspace implements AutoCloseable {
    private final Path folder;

    private Workspace(Path folder) {
      this.folder = folder;
    }

    public Path folder() {
      return folder;
    }

    @Override
    public void close() throws IOException {
      remove(folder);
    }
  }

  private static void createPrivate(Path folder) throws IOException {
    Path parent = folder.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.createDirectory(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private static void remove(Path folder) throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.walkFileTree(folder, new Remover());
    }
  }

  /// Deletes bottom up and never follows a link out of the folder.
  private static final class Remover extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
