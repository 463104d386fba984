package io.bowline.control.platform;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// The process's folder, held by one process at a time: the lock is the operating system's and so
/// ends with its holder, whatever that dies of.
public final class DataFolder implements AutoCloseable {
  /// The file that is locked.
  public static final String LOCK = "lock";

  /// Is there while a restore is under way, and when one did not come to its end.
  public static final String UNFINISHED_RESTORE = "restore.unfinished";

  private final Path root;
  private final FileChannel channel;

  private DataFolder(Path root, FileChannel channel) {
    this.root = root;
    this.channel = channel;
  }

  /// The folder used where none is configured.
  public static Path standard() {
    String xdg = System.getenv("XDG_DATA_HOME");
    Path home =
        xdg == null || xdg.isBlank()
            ? Path.of(System.getProperty("user.home"), ".local", "share")
            : Path.of(xdg);
    return home.resolve("bowline").resolve("control-plane");
  }

  /// Claims the folder, making it first where needed.
  ///
  /// @throws StartupFailure when another process holds it, naming that process
  public static DataFolder claim(Path path) {
    Path root = path.toAbsolutePath().normalize();
    try {
      Files.createDirectories(root);
      Path file = root.resolve(LOCK);
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        throw new StartupFailure(
            "The data folder %s is held by %s. Stop that process, or give another folder with --data."
                .formatted(root, holder(file)));
      }
      writeHolder(channel);
      return new DataFolder(root, channel);
    } catch (IOException e) {
      throw new StartupFailure(
          "The data folder %s cannot be used: %s. Make it writable, or give another with --data."
              .formatted(root, e),
          e);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException sameProcess) {
      return null;
    }
  }

  private static void writeHolder(FileChannel channel) throws IOException {
    ProcessHandle self = ProcessHandle.current();
    String since = self.info().startInstant().map(at -> " since " + at).orElse("");
    channel.truncate(0);
    channel.write(StandardCharsets.UTF_8.encode("process %d%s".formatted(self.pid(), since)), 0);
    channel.force(true);
  }

  private static String holder(Path file) throws IOException {
    String text = Files.readString(file).strip();
    return text.isEmpty() ? "another process" : text;
  }

  /// Refuses a folder whose restore was cut short: half of what was there is no control plane.
  public DataFolder whole() {
    if (Files.exists(resolve(UNFINISHED_RESTORE))) {
      throw new StartupFailure(
          "A restore into %s was cut short. Delete the folder and restore again.".formatted(root));
    }
    return this;
  }

  public Path root() {
    return root;
  }

  public Path resolve(String name) {
    return root.resolve(name);
  }

  /// Writes a file that only this user may read, whole or not at all.
  public Path writePrivate(String name, String content) throws IOException {
    Path target = root.resolve(name);
    Path draft =
        Files.createTempFile(
            root,
            "." + name,
            ".draft",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(draft, content);
    replace(draft, target);
    return target;
  }

  private static void replace(Path draft, Path target) throws IOException {
    try {
      Files.move(
          draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException("the lock on " + root + " could not be given back", e);
    }
  }
}
