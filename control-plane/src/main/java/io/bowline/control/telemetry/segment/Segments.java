package io.bowline.control.telemetry.segment;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/// The segments of one kind of telemetry of one install, in one folder. Appending returns after
/// fsync; a torn block at the end of a file (power lost in mid-write) was never acked and is cut
/// off at opening. A batch that a sender names and sends twice is kept once.
public final class Segments implements AutoCloseable {
  private static final int BATCHES_REMEMBERED = 256;
  private static final int MOST_LABEL_SETS = 100_000;

  private final Path folder;
  private final long rollAt;
  private final int keep;
  private final Duration patience;
  final ReentrantLock writing = new ReentrantLock();
  private final Set<String> batches = new LinkedHashSet<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private FileChannel current;
  private long number;

  /// Opens the folder for appending.
  ///
  /// @param rollAt bytes at which a new file is begun
  /// @param keep files kept; the oldest ones beyond are deleted
  /// @param patience how long an append waits for those before it
  public Segments(Path folder, long rollAt, int keep, Duration patience) throws IOException {
    this.patience = patience;
    this.folder = folder;
    this.rollAt = rollAt;
    this.keep = keep;
    Files.createDirectories(folder);
    List<Path> files = SegmentFile.files(folder);
    if (files.size() > 1) {
      rememberBatches(files.get(files.size() - 2));
    }
    this.number = files.isEmpty() ? 1 : SegmentFile.numberOf(files.getLast());
    this.current = open(folder.resolve(SegmentFile.name(number)));
  }

  private FileChannel open(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    numbers.clear();
    if (channel.size() == 0) {
      channel.write(ByteBuffer.wrap(new byte[] {SegmentFile.VERSION}));
      channel.force(true);
      syncFolder();
    } else {
      channel.truncate(takeUp(file, channel));
    }
    channel.position(channel.size());
    return channel;
  }

  private void syncFolder() throws IOException {
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  /// Reads what is whole in the file that will be written further.
  ///
  /// @return where it ends
  @SuppressWarnings("resource") // the channel stays open for writing
  private long takeUp(Path file, FileChannel channel) throws IOException {
    var reader = new SegmentFile(file, channel);
    for (var block = reader.next(_ -> true); block.isPresent(); block = reader.next(_ -> true)) {
      remember(block.get().batch());
    }
    reader.known().forEach(labels -> numbers.put(labels, numbers.size()));
    return reader.end();
  }

  private void rememberBatches(Path file) throws IOException {
    try (var reader = new SegmentFile(file)) {
      for (var block = reader.next(_ -> false);
          block.isPresent();
          block = reader.next(_ -> false)) {
        remember(block.get().batch());
      }
    }
  }

  private void remember(String batch) {
    if (!batch.isEmpty() && batches.add(batch) && batches.size() > BATCHES_REMEMBERED) {
      batches.remove(batches.iterator().next());
    }
  }

  /// Writes entries and returns when they are on the disk.
  ///
  /// @param batch how the sender names them; empty when it does not
  /// @return false when this very batch is there already
  /// @throws WriterBehindException when those before it take too long
  public boolean append(Chunk chunk, String batch) throws IOException {
    if (chunk.count() == 0) {
      return true;
    }
    byte[] body = Block.pack(chunk);
    begin();
    try {
      if (!batch.isEmpty() && batches.contains(batch)) {
        return false;
      }
      if (current.size() >= rollAt || numbers.size() >= MOST_LABEL_SETS) {
        roll();
      }
      write(chunk, body, batch);
      remember(batch);
      return true;
    } finally {
      writing.unlock();
    }
  }

  private void begin() throws IOException {
    try {
      if (!writing.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new WriterBehindException(patience);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped before it was written");
    }
  }

  private void write(Chunk chunk, byte[] body, String batch) throws IOException {
    long before = current.position();
    List<String> fresh = new ArrayList<>();
    try {
      ByteBuffer block = Block.encode(chunk, head(chunk, batch, fresh), body);
      while (block.hasRemaining()) {
        current.write(block);
      }
      current.force(false);
    } catch (IOException e) {
      // a half block must not stand before the next whole one
      fresh.forEach(numbers::remove);
      current.truncate(before);
      throw e;
    }
  }

  private Bytes head(Chunk chunk, String batch, List<String> fresh) {
    var head = new Bytes(256);
    head.text(batch);
    head.number(chunk.streams().size());
    for (String labels : chunk.streams()) {
      Integer known = numbers.putIfAbsent(labels, numbers.size());
      if (known == null) {
        head.number(numbers.size() - 1L);
        head.text(labels);
        fresh.add(labels);
      } else {
        head.number(known);
      }
    }
    return head;
  }

  private void roll() throws IOException {
    current.close();
    number++;
    current = open(folder.resolve(SegmentFile.name(number)));
    List<Path> files = SegmentFile.files(folder);
    for (Path old : files.subList(0, Math.max(0, files.size() - keep))) {
      Files.delete(old);
    }
  }

  /// Which entries are looked for.
  ///
  /// @param from nanoseconds, inclusive
  /// @param until nanoseconds, exclusive
  /// @param labels judges the canonical text of a label set
  public record Search(long from, long until, Predicate<String> labels) {}

  /// Takes entries in the order of arrival.
  @FunctionalInterface
  public interface Visitor {
    void entry(Entry entry);
  }

  /// Shows what a search finds in a folder, which need not be there.
  public static void read(Path folder, Search search, Visitor visitor) throws IOException {
    Map<String, Boolean> judged = new HashMap<>();
    Predicate<String> labels = text -> judged.computeIfAbsent(text, search.labels()::test);
    for (Path path : SegmentFile.files(folder)) {
      try (var file = new SegmentFile(path)) {
        read(file, search, labels, visitor);
      } catch (NoSuchFileException e) {
        // dropped by retention while we read the list: its entries are gone by decision
      }
    }
  }

  private static void read(
      SegmentFile file, Search search, Predicate<String> labels, Visitor visitor)
      throws IOException {
    while (true) {
      Optional<Block> next =
          file.next(header -> header.span().overlaps(search.from(), search.until()));
      if (next.isEmpty()) {
        return;
      }
      if (next.get().body().length > 0) {
        next.get()
            .entries(
                file.position(),
                labels,
                entry -> {
                  if (entry.nanos() >= search.from() && entry.nanos() < search.until()) {
                    visitor.entry(entry);
                  }
                });
      }
    }
  }

  @Override
  public void close() throws IOException {
    writing.lock();
    try {
      current.close();
    } finally {
      writing.unlock();
    }
  }
}
