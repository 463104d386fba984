package io.bowline.registry.disk;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;

/// A disk that loses power before a chosen operation: what was not forced is gone, or, as the disk
/// pleases, partly there. Or only its user dies there, and all that was written stays.
final class ForgetfulDisk implements Disk {
  private TreeMap<Path, Entry> now = new TreeMap<>();
  private TreeMap<Path, Entry> durable = new TreeMap<>();
  private int operations;
  private int powerFailsBefore = Integer.MAX_VALUE;

  /// A name: a folder, or a file's contents.
  private record Entry(Content content) {}

  /// A file's bytes as they are and as they would be after losing power; null for a folder.
  private static final class Content {
    private final ByteArrayOutputStream now = new ByteArrayOutputStream();
    private byte[] durable = new byte[0];
  }

  /// The power is gone; nothing more happens.
  static final class PowerLost extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /// Loses power before the n-th operation from now.
  void losePowerBefore(int operation) {
    operations = 0;
    powerFailsBefore = operation;
  }

  /// Goes on with all that was written: not the power was lost, but somebody was killed.
  void goOn() {
    losePowerBefore(Integer.MAX_VALUE);
  }

  int operations() {
    return operations;
  }

  /// The disk after power is back.
  ///
  /// @param whim which unforced changes happen to be there; null for none
  ForgetfulDisk powered(Random whim) {
    ForgetfulDisk back = new ForgetfulDisk();
    Map<Content, Content> contents = new HashMap<>();
    TreeMap<Path, Entry> names = new TreeMap<>(durable);
    if (whim != null) {
      now.forEach((path, entry) -> {
        if (!entry.equals(durable.get(path)) && whim.nextBoolean()) {
          names.put(path, entry);
        }
      });
      durable.forEach((path, entry) -> {
        if (!now.containsKey(path) && whim.nextBoolean()) {
          names.remove(path);
        }
      });
      names.keySet().removeIf(path -> orphaned(path, names));
    }
    names.forEach((path, entry) -> back.now.put(path, survived(entry, contents, whim)));
    back.durable = new TreeMap<>(back.now);
    return back;
  }

  private static boolean orphaned(Path path, Map<Path, Entry> names) {
    for (Path up = path.getParent(); up != null; up = up.getParent()) {
      if (up.getNameCount() > 1 && !names.containsKey(up)) {
        return true;
      }
    }
    return false;
  }

  private static Entry survived(Entry entry, Map<Content, Content> contents, Random whim) {
    if (entry.content() == null) {
      return entry;
    }
    return new Entry(
        contents.computeIfAbsent(
            entry.content(),
            old -> {
              Content kept = new Content();
              byte[] wanted = old.now.toByteArray();
              boolean lucky = whim != null && wanted.length > old.durable.length;
              kept.durable =
                  lucky
                      ? Arrays.copyOf(
                          wanted,
                          old.durable.length + whim.nextInt(wanted.length - old.durable.length + 1))
                      : old.durable;
              kept.now.writeBytes(kept.durable);
              return kept;
            }));
  }

  private void operate() throws IOException {
    if (++operations >= powerFailsBefore) {
      throw new PowerLost();
    }
  }

  @Override
  public Writer append(Path file, boolean create) throws IOException {
    operate();
    requireFolder(file.getParent());
    if (create) {
      now.computeIfAbsent(file, path -> new Entry(new Content()));
    }
    Content content = content(file);
    return new Writer() {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        operate();
        content.now.write(bytes, offset, length);
      }

      @Override
      public void force() throws IOException {
        operate();
        content.durable = content.now.toByteArray();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public InputStream read(Path file, long from) throws IOException {
    byte[] bytes = content(file).now.toByteArray();
    return new ByteArrayInputStream(bytes, (int) from, bytes.length - (int) from);
  }

  @Override
  public OptionalLong size(Path file) {
    Entry entry = now.get(file);
    return entry == null || entry.content() == null
        ? OptionalLong.empty()
        : OptionalLong.of(entry.content().now.size());
  }

  @Override
  public void touch(Path file) throws IOException {
    operate();
    content(file);
  }

  @Override
  public Optional<Instant> modified(Path file) {
    return now.containsKey(file) ? Optional.of(Instant.EPOCH) : Optional.empty();
  }

  @Override
  public List<String> list(Path folder) {
    return now.keySet().stream()
        .filter(path -> folder.equals(path.getParent()))
        .map(path -> path.getFileName().toString())
        .toList();
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    operate();
    requireFolder(to.getParent());
    content(from);
    now.put(to, now.remove(from));
  }

  @Override
  public boolean delete(Path file) throws IOException {
    operate();
    return now.remove(file) != null;
  }

  @Override
  public void makeFolder(Path folder) throws IOException {
    operate();
    requireFolder(folder.getParent());
    now.putIfAbsent(folder, new Entry(null));
  }

  @Override
  public void syncFolder(Path folder) throws IOException {
    operate();
    now.forEach((path, entry) -> {
      if (folder.equals(path.getParent())) {
        Entry before = durable.put(path, entry);
        if (!entry.equals(before) && entry.content() != null) {
          // the other half of a rename
          durable
              .entrySet()
              .removeIf(other ->
                  !other.getKey().equals(path)
                      && other.getValue().equals(entry)
                      && !now.containsKey(other.getKey()));
        }
      }
    });
    durable.keySet().removeIf(path -> folder.equals(path.getParent()) && !now.containsKey(path));
  }

  @Override
  public Held lock(Path file) throws IOException {
    requireFolder(file.getParent());
    now.putIfAbsent(file, new Entry(new Content()));
    return () -> {};
  }

  @Override
  public Optional<Held> tryLock(Path file) {
    return Optional.of(() -> {});
  }

  private Content content(Path file) throws IOException {
    Entry entry = now.get(file);
    if (entry == null || entry.content() == null) {
      throw new NoSuchFileException(file.toString());
    }
    return entry.content();
  }

  private void requireFolder(Path folder) throws IOException {
    if (folder.getNameCount() > 1 && !now.containsKey(folder)) {
      throw new NoSuchFileException(folder.toString());
    }
  }
}
