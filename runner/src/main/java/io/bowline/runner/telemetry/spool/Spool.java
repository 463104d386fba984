package io.bowline.runner.telemetry.spool;

import io.bowline.runner.platform.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/// A bounded queue of batches on the disk. When it is full the oldest batch goes, and what it held
/// is counted per stream until the count has travelled in a batch of its own.
public final class Spool {
  private static final Logger LOG = Logger.getLogger(Spool.class);
  private static final String SUFFIX = ".batch";
  private static final String LOSSES = "losses-";
  private static final int SLOT = 256 << 10;

  private final Path folder;
  private final long maxBytes;
  private final TreeMap<Long, Long> sizes = new TreeMap<>();
  private final Map<Loss.Key, Loss> losses = new LinkedHashMap<>();
  private final Map<Loss.Key, Loss> refused = new LinkedHashMap<>();
  private final Positions positions;
  private final Slots slots;
  private long bytes;
  private long last;
  private long dropped;
  private long damaged;
  private long toldDamage;

  /// Opens the spool in a folder and takes up what is there.
  ///
  /// @param maxBytes of all batches together
  public Spool(Path folder, long maxBytes) throws IOException {
    this(folder, maxBytes, SLOT);
  }

  /// @param slot bytes for counts of what a full disk refuses
  Spool(Path folder, long maxBytes, int slot) throws IOException {
    this.folder = folder;
    this.maxBytes = maxBytes;
    Durable.folder(folder);
    positions = new Positions(folder.resolve("positions"));
    try (Stream<Path> files = Files.list(folder)) {
      // the name of a file of losses sorts behind the names of all batches
      for (Path file : files.sorted().toList()) {
        take(file);
      }
    }
    takePositions();
    Slots.Opened counts = Slots.open(folder.resolve("refused"), slot);
    slots = counts.slots();
    takeRefused(counts);
  }

  private void takePositions() throws IOException {
    last = Math.max(last, positions.through());
    long through = positions.fresh() ? last - 1 : positions.through();
    for (long newer : List.copyOf(sizes.tailMap(through, false).keySet())) {
      positions.take(newer, read(newer).positions());
    }
  }

  private void take(Path file) throws IOException {
    String name = file.getFileName().toString();
    if (name.endsWith(Durable.DRAFT)) {
      // a crash came before its rename: it was never promised to anybody
      Files.delete(file);
    } else if (name.startsWith(LOSSES)) {
      takeLosses(file, Long.parseLong(name.substring(LOSSES.length())));
    } else if (name.endsWith(SUFFIX)) {
      long number = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
      long size = Files.size(file);
      sizes.put(number, size);
      bytes += size;
      last = Math.max(last, number);
    }
  }

  /// @param dropped the newest batch that is counted in the file; a crash may have left it in place
  private void takeLosses(Path file, long dropped) throws IOException {
    for (Long counted : List.copyOf(sizes.headMap(dropped, true).keySet())) {
      forget(counted);
    }
    losses.clear();
    BatchFile.Found counts = BatchFile.read(file);
    List<Loss> found = counts.batch(dropped).losses();
    Map.Entry<Long, Long> newest = sizes.lastEntry();
    boolean told = newest != null && read(newest.getKey()).losses().containsAll(found);
    if (told) {
      Files.delete(file);
    } else {
      found.forEach(this::remember);
    }
  }

  /// Counts of an earlier process, unless the batch is there that was to tell them.
  private void takeRefused(Slots.Opened counts) {
    if (!sizes.containsKey(counts.next())) {
      counts.losses().forEach(loss -> refused.merge(loss.key(), loss, Loss::and));
    }
    if (!counts.losses().isEmpty()) {
      slots.keep(refused.values(), last + 1);
    }
  }

  /// Keeps readings; returns when they are on the disk.
  ///
  /// @throws IOException when the disk refuses; nothing of them is kept then, and how much that was
  ///   is told with the next batch that finds room
  public void add(List<Reading> readings) throws IOException {
    add(readings, List.of());
  }

  /// The same for readings of sources that are read from a position: these move with them.
  public synchronized void add(List<Reading> readings, List<Position> moved) throws IOException {
    if (readings.isEmpty() && losses.isEmpty() && refused.isEmpty()) {
      return;
    }
    try {
      keep(readings, moved);
    } catch (IOException e) {
      for (Reading reading : readings) {
        Loss loss = Loss.of(reading, Loss.Cause.DISK_REFUSED);
        refused.merge(loss.key(), loss, Loss::and);
      }
      dropped += readings.size();
      slots.keep(refused.values(), last + 1);
      throw e;
    }
    settle(moved);
  }

  private void keep(List<Reading> readings, List<Position> moved) throws IOException {
    makeRoom();
    long number = last + 1;
    Path file = file(number);
    BatchFile.write(file, readings, losses(), moved);
    last = number;
    long size = Files.size(file);
    sizes.put(number, size);
    bytes += size;
    notifyAll();
  }

  /// The batch is durable: what it tells is told, and positions have moved. What fails here is made
  /// up for by the next opening, which finds the batch.
  private void settle(List<Position> moved) {
    boolean counted = !refused.isEmpty();
    boolean told = !losses.isEmpty();
    losses.clear();
    refused.clear();
    try {
      positions.take(last, moved);
      if (told) {
        deleteLosses(Long.MAX_VALUE);
      }
    } catch (IOException e) {
      LOG.warnf("%s cannot be tidied: %s", folder, e.getMessage());
    }
    if (counted) {
      slots.keep(List.of(), last + 1);
    }
  }

  private void makeRoom() throws IOException {
    while (bytes > maxBytes && sizes.size() > 1) {
      long number = sizes.firstKey();
      Batch going = read(number).batch(number);
      going.losses().forEach(this::remember);
      going.readings().forEach(reading -> remember(Loss.of(reading, Loss.Cause.SPOOL_FULL)));
      dropped += going.readings().size();
      drop(number);
    }
  }

  /// What it held is counted on the disk before it goes, so that a crash between the two cannot
  /// hide that.
  private void drop(long number) throws IOException {
    BatchFile.write(lossesFile(number), List.of(), List.copyOf(losses.values()), List.of());
    forget(number);
    deleteLosses(number);
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

  private void remember(Loss loss) {
    losses.merge(loss.key(), loss, Loss::and);
  }

  private BatchFile.Found read(long number) throws IOException {
    BatchFile.Found found = BatchFile.read(file(number));
    if (!found.damage().isEmpty() && number > toldDamage) {
      toldDamage = number;
      long gone = found.damage().stream().mapToLong(Loss::count).sum();
      damaged += gone;
      boolean atLeast = found.damage().stream().anyMatch(Loss::atLeast);
      LOG.errorf(
          "%s is damaged: %s%d readings of it are lost, %d are whole and go on. Look at the disk.",
          file(number), atLeast ? "at least " : "", gone, found.readings().size());
    }
    return found;
  }

  /// The oldest batch, as far as it is whole; empty when there is none.
  public synchronized Optional<Batch> oldest() throws IOException {
    if (sizes.isEmpty()) {
      return Optional.empty();
    }
    long number = sizes.firstKey();
    return Optional.of(read(number).batch(number));
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
      positions.save();
    }
  }

  /// Gives the oldest batch up, because the disk does not give it out: it stands in the way of all
  /// others. Counts what can be known of it.
  public synchronized void giveUpOldest() throws IOException {
    if (!sizes.isEmpty()) {
      long now = Files.getLastModifiedTime(folder).toMillis() * 1_000_000L;
      damaged++;
      remember(new Loss(new TreeMap<>(), Loss.Cause.DAMAGED, 1, true, now, now));
      drop(sizes.firstKey());
    }
  }

  private void forget(long number) throws IOException {
    Files.deleteIfExists(file(number));
    Long size = sizes.remove(number);
    bytes -= size == null ? 0 : size;
  }

  /// Up to where a source was read, as far as that is durable.
  public synchronized Optional<Position> position(String reading, String source) {
    return positions.find(reading, source);
  }

  /// Up to where all sources of a reading were read.
  public synchronized List<Position> positions(String reading) {
    return positions.of(reading);
  }

  /// Bytes waiting.
  public synchronized long bytes() {
    return bytes;
  }

  /// Readings dropped since this spool was opened.
  public synchronized long dropped() {
    return dropped;
  }

  /// Readings found damaged since this spool was opened; at least so many.
  public synchronized long damaged() {
    return damaged;
  }

  /// What was dropped and not yet told.
  public synchronized List<Loss> losses() {
    var all = new LinkedHashMap<>(losses);
    refused.forEach((key, loss) -> all.merge(key, loss, Loss::and));
    return List.copyOf(all.values());
  }

  private Path file(long number) {
    return folder.resolve("%016d%s".formatted(number, SUFFIX));
  }
}
