package io.bowline.registry.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Whole small files and links that are either there and complete, or not there, after any crash.
final class DurableFiles {
  /// Every small file begins with this, so that a later layout can tell an earlier one.
  private static final String FORM = "1\n";

  private static final int REMEMBERED_FOLDERS = 20_000;
  private final Disk disk;
  private final Path root;
  private final Supplier<String> names;
  private final Set<Path> durableFolders = ConcurrentHashMap.newKeySet();

  DurableFiles(Disk disk, Path root, Supplier<String> names) {
    this.disk = disk;
    this.root = root;
    this.names = names;
  }

  Disk disk() {
    return disk;
  }

  /// Makes a folder under the root and all above it, durably.
  ///
  /// A folder that is there may have been made a moment ago by another process that has not come to
  /// force it yet, so each is forced once by each process before it is trusted.
  void makeFolders(Path folder) throws IOException {
    if (folder.equals(root) || durableFolders.contains(folder)) {
      return;
    }
    Path parent = Optional.ofNullable(folder.getParent()).orElseThrow();
    makeFolders(parent);
    disk.makeFolder(folder);
    disk.syncFolder(parent);
    if (durableFolders.size() >= REMEMBERED_FOLDERS) {
      durableFolders.clear();
    }
    durableFolders.add(folder);
  }

  /// Puts a small text in place in one step.
  void write(Path file, String text) throws IOException {
    writeBytes(file, (FORM + text).getBytes(StandardCharsets.UTF_8));
  }

  /// Puts bytes in place in one step.
  private void writeBytes(Path file, byte[] bytes) throws IOException {
    moveIntoPlace(writeUnfinished(bytes), file);
  }

  /// Writes bytes, forced, to a file whose name nobody knows yet.
  Path writeUnfinished(byte[] bytes) throws IOException {
    Path unfinished = unfinished();
    try (Disk.Writer writer = disk.append(unfinished, true)) {
      writer.write(bytes, 0, bytes.length);
      writer.force();
    }
    return unfinished;
  }

  /// Gives a forced file its durable name.
  void moveIntoPlace(Path forced, Path file) throws IOException {
    Path folder = Optional.ofNullable(file.getParent()).orElseThrow();
    makeFolders(folder);
    disk.rename(forced, file);
    disk.syncFolder(folder);
  }

  /// Reads what `write` wrote; empty when it is not there.
  Optional<String> read(Path file) throws IOException {
    try (InputStream in = disk.read(file, 0)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (!text.startsWith(FORM)) {
        throw new IOException(
            file + " is not of layout 1: it was written by a newer version, or damaged");
      }
      return Optional.of(text.substring(FORM.length()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /// Makes an empty file whose name is all it says.
  void mark(Path file) throws IOException {
    hint(file);
    disk.syncFolder(Optional.ofNullable(file.getParent()).orElseThrow());
  }

  /// As `mark`, but may be forgotten in a crash.
  void hint(Path file) throws IOException {
    makeFolders(Optional.ofNullable(file.getParent()).orElseThrow());
    disk.append(file, true).close();
  }

  /// Removes a file durably; says whether it was there.
  boolean remove(Path file) throws IOException {
    if (!disk.delete(file)) {
      return false;
    }
    disk.syncFolder(Optional.ofNullable(file.getParent()).orElseThrow());
    return true;
  }

  /// Removes files durably, forcing each folder once.
  void removeAll(Collection<Path> all) throws IOException {
    Set<Path> changed = new LinkedHashSet<>();
    for (Path file : all) {
      if (disk.delete(file)) {
        changed.add(Optional.ofNullable(file.getParent()).orElseThrow());
      }
    }
    for (Path folder : changed) {
      disk.syncFolder(folder);
    }
  }

  private Path unfinished() throws IOException {
    Path folder = root.resolve("unfinished");
    makeFolders(folder);
    return folder.resolve(names.get());
  }
}
