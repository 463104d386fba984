package io.bowline.runner.telemetry.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A bounded queue of batches on the disk. When it is full the oldest batch goes, and what it held
/// is counted per stream until the count has travelled in a batch of its own.
public final class Spool {
  private static final String SUFFIX = ".batch";
  private static final String LOSSES = "losses-";

  private final Path folder;
  private final long maxBytes;
  private final TreeMap<Long, Long> sizes = new TreeMap<>();
  private final Map<SortedMap<String, String>, Loss> losses = new LinkedHashMap<>();
  private long bytes;
  private long last;
  private long dropped;

  /// Opens the spool in a folder and takes up what is there.
  ///
  /// @param maxBytes of all batches together
  public Spool(Path folder, long maxBytes) throws IOException {
    this.folder = folder;
    this.maxBytes = maxBytes;
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(folder)) {
      // the name of a file of losses sorts behind the names of all batches
      for (Path file : files.sorted().toList()) {
        take(file);
      }
    }
  }

  private void take(Path file) throws IOException {
    String name = file.getFileName().toString();
    if (name.startsWith(LOSSES)) {
      takeLosses(file, Long.parseLong(name.substring(LOSSES.length())));
    } else if (name.endsWith(SUFFIX)) {
      long number = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
      long size = Files.size(file);
      sizes.put(number, size);
      bytes += size;
      last = Math.max(last, number);
    } else if (name.endsWith(".draft")) {
      // a crash came before its rename: it was never promised to anybody
      Files.delete(file);
    }
  }

  /// @param dropped the newest batch that is counted in the file; a crash may have left it in place
  private void takeLosses(Path file, long dropped) throws IOException {
    for (Long counted : List.copyOf(sizes.headMap(dropped, true).keySet())) {
      forget(counted);
    }
    losses.clear();
    List<Loss> found = BatchFile.read(file, dropped).losses();
    Map.Entry<Long, Long> newest = sizes.lastEntry();
    boolean told =
        newest != null
            && BatchFile.read(file(newest.getKey()), newest.getKey()).losses().equals(found);
    if (told) {
      Files.delete(file);
    } else {
      found.forEach(this::remember);
    }
  }

  /// Keeps readings; returns when they are on the disk.
  ///
  /// @throws IOException when the disk refuses; nothing of them is kept then, and how much that was
  ///   is told with the next batch that finds room
  public synchronized void add(List<Reading> readings) throws IOException {
    if (readings.isEmpty() && losses.isEmpty()) {
      return;
    }
    try {
      keep(readings);
    } catch (IOException e) {
      readings.forEach(this::lost);
      throw e;
    }
  }

  private void keep(List<Reading> readings) throws IOException {
    makeRoom();
    List<Loss> told = List.copyOf(losses.values());
    long number = last + 1;
    Path file = file(number);
    BatchFile.write(file, readings, told);
    last = number;
    long size = Files.size(file);
    sizes.put(number, size);
    bytes += size;
    if (!told.isEmpty()) {
      losses.clear();
      deleteLosses(Long.MAX_VALUE);
    }
    notifyAll();
  }

  private void makeRoom() throws IOException {
    while (bytes > maxBytes && sizes.size() > 1) {
      Map.Entry<Long, Long> oldest = sizes.firstEntry();
      Batch going = BatchFile.read(file(oldest.getKey()), oldest.getKey());
      going.losses().forEach(this::remember);
      going.readings().forEach(this::lost);
      // counted on the disk before the lines go, so that a crash between the two cannot hide them
      long number = oldest.getKey();
      BatchFile.write(lossesFile(number), List.of(), List.copyOf(losses.values()));
      forget(number);
      deleteLosses(number);
    }
  }

  private void deleteLosses(long before) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith(LOSSES)
            && name.compareTo(lossesFile(before).getFileName().toString()) < 0) {
          Files.delete(file);
        }
      }
    }
  }

  private Path lossesFile(long dropped) {
    return folder.resolve("%s%019d".formatted(LOSSES, dropped));
  }

  private void lost(Reading reading) {
    remember(new Loss(reading.labels(), 1, reading.nanos(), reading.nanos()));
    dropped++;
  }

  private void remember(Loss loss) {
    losses.merge(loss.labels(), loss, Loss::and);
  }

  /// The oldest batch; empty when there is none.
  public synchronized Optional<Batch> oldest() throws IOException {
    return sizes.isEmpty()
        ? Optional.empty()
        : Optional.of(BatchFile.read(file(sizes.firstKey()), sizes.firstKey()));
  }

  /// Waits until there is a batch, and returns the oldest.
  public synchronized Batch await() throws IOException, InterruptedException {
    while (sizes.isEmpty()) {
      wait();
    }
    return oldest().orElseThrow();
  }

  /// The batch has arrived. One that was dropped meanwhile is no error.
  public synchronized void acked(Batch batch) throws IOException {
    if (sizes.containsKey(batch.number())) {
      forget(batch.number());
    }
  }

  private void forget(long number) throws IOException {
    Files.deleteIfExists(file(number));
    Long size = sizes.remove(number);
    bytes -= size == null ? 0 : size;
  }

  /// Bytes waiting.
  public synchronized long bytes() {
    return bytes;
  }

  /// Readings dropped since this spool was opened.
  public synchronized long dropped() {
    return dropped;
  }

  /// What was dropped and not yet told.
  public synchronized List<Loss> losses() {
    return new ArrayList<>(losses.values());
  }

  private Path file(long number) {
    return folder.resolve("%016d%s".formatted(number, SUFFIX));
  }
}
