package io.bowline.runner.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files that are there whole or not at all, and folders that stay, whatever happens to the process
/// or the power. For this user's eyes only.
public final class Durable {
  /// Ends the name of a file that is being written; one that a crash left means nothing.
  public static final String DRAFT = ".draft";

  private static final FileAttribute<Set<PosixFilePermission>> OWN_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWN_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private Durable() {}

  /// Puts this content in the place of what the file held; durable when this returns.
  public static void replace(Path file, byte[] content) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + DRAFT);
    try {
      Files.deleteIfExists(draft);
      Files.createFile(draft, OWN_FILE);
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      dropDraft(draft, e);
      throw e;
    }
    names(parent(file));
  }

  /// A full disk gets back what the draft took.
  private static void dropDraft(Path draft, IOException cause) {
    try {
      if (Files.isRegularFile(draft)) {
        Files.delete(draft);
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /// Makes a folder, and those above it, where they are not there. When this returns its name is
  /// durable, and so are the names in it: an earlier process may have died before it synced what
  /// this one will see and rely on.
  public static void folder(Path folder) throws IOException {
    Path absolute = folder.toAbsolutePath();
    Path above = absolute.getParent();
    if (above == null) {
      return;
    }
    if (Files.isDirectory(absolute)) {
      names(absolute);
    } else {
      folder(above);
      try {
        Files.createDirectory(absolute, OWN_FOLDER);
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(absolute)) {
          throw e;
        }
      }
    }
    try {
      names(above);
    } catch (AccessDeniedException e) {
      // not ours to look into, so not ours to sync: a mounted volume, or a home of the system
    }
  }

  /// Makes the names in a folder durable: creations, renames, deletions.
  public static void names(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static Path parent(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IOException(file + " is no file");
    }
    return parent;
  }
}
