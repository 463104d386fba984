package io.bowline.control.platform.postgres;

import io.bowline.control.platform.StartupFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// PostgreSQL's programs, unpacked once per machine user from the jar that carries them.
record PostgresBinaries(Path home) {
  /// What the jar on the class path holds; the cache folder is named after it.
  static final String VERSION = "18.6";

  Path program(String name) {
    return home.resolve("bin").resolve(name);
  }

  /// Finds them in the user's cache, unpacking them first where needed. Two processes may do so at
  /// once: each unpacks beside, one rename wins.
  static PostgresBinaries ready() {
    Path target = cache().resolve("postgres").resolve(VERSION + "-" + platform());
    if (Files.isExecutable(target.resolve("bin").resolve("postgres"))) {
      return new PostgresBinaries(target);
    }
    try {
      Files.createDirectories(target.getParent());
      Path draft = Files.createTempDirectory(target.getParent(), ".unpacking");
      unpack(draft);
      publish(draft, target);
      return new PostgresBinaries(target);
    } catch (IOException e) {
      throw new StartupFailure(
          "The embedded PostgreSQL could not be unpacked to %s: %s. Make room there, or set"
                  .formatted(target, e)
              + " bowline.database.url to a PostgreSQL of your own.",
          e);
    }
  }

  private static Path cache() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path home =
        xdg == null || xdg.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(xdg);
    return home.resolve("bowline");
  }

  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    boolean arm = arch.equals("aarch64") || arch.equals("arm64");
    return (os.contains("mac") ? "darwin" : "linux") + (arm ? "-arm_64" : "-x86_64");
  }

  private static void unpack(Path folder) throws IOException {
    String resource = "postgres-" + platform() + ".txz";
    try (InputStream packed =
        Thread.currentThread().getContextClassLoader().getResourceAsStream(resource)) {
      if (packed == null) {
        throw new StartupFailure(
            "This build carries no PostgreSQL for %s. Set bowline.database.url to a PostgreSQL of"
                    .formatted(platform())
                + " your own.");
      }
      try (TarArchiveInputStream tar =
          new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed)))) {
        for (TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          place(folder, entry, tar);
        }
      }
    }
  }

  private static void place(Path folder, TarArchiveEntry entry, InputStream content)
      throws IOException {
    Path path = folder.resolve(entry.getName()).normalize();
    if (!path.startsWith(folder)) {
      throw new IOException("entry " + entry.getName() + " leaves the folder");
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else {
      Files.copy(content, path);
      if ((entry.getMode() & 0100) != 0) {
        Files.setPosixFilePermissions(path, executable());
      }
    }
  }

  private static Set<PosixFilePermission> executable() {
    Set<PosixFilePermission> all = EnumSet.allOf(PosixFilePermission.class);
    all.remove(PosixFilePermission.GROUP_WRITE);
    all.remove(PosixFilePermission.OTHERS_WRITE);
    return all;
  }

  private static void publish(Path draft, Path target) throws IOException {
    Set<PosixFilePermission> readable = executable();
    Files.setPosixFilePermissions(draft, readable);
    try {
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException
        | DirectoryNotEmptyException
        | AtomicMoveNotSupportedException e) {
      remove(draft);
      if (!Files.isExecutable(target.resolve("bin").resolve("postgres"))) {
        throw e;
      }
    }
  }

  private static void remove(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(folder)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}
