package io.bowline.runner.telemetry.spool;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/// Counts of what a full disk refused, kept on that disk: in a file that was given its room while
/// there was some, and is written in place. It has two slots that are written in turn, so that one
/// of them is whole at any moment.
final class Slots {
  private static final Logger LOG = Logger.getLogger(Slots.class);
  private static final byte VERSION = 1;
  private static final int HEAD = 1 + Long.BYTES + 2 * Integer.BYTES;
  private static final int TURNS = 2;
  private static final int FEW = 8;
  private static final int LEAST = 1 << 10;

  private final Path file;
  private int size;
  private long turn;

  private Slots(Path file, int size) {
    this.file = file;
    this.size = size;
  }

  /// The counts that an earlier process left, and the file to keep more in.
  ///
  /// @param next number of the batch that was to tell them
  record Opened(Slots slots, List<Loss> losses, long next) {}

  /// @param size of a slot, where there is no such file yet
  static Opened open(Path file, int size) {
    var slots = new Slots(file, size);
    try {
      slots.takeRoom();
      Optional<Kept> kept = slots.newest();
      slots.turn = kept.map(Kept::turn).orElse(0L);
      return new Opened(
          slots, kept.map(Kept::losses).orElse(List.of()), kept.map(Kept::next).orElse(0L));
    } catch (IOException e) {
      LOG.warnf(
          "%s has no room for counts: %s. What the disk refuses is counted in memory only.",
          file, e.getMessage());
      return new Opened(slots, List.of(), 0);
    }
  }

  private void takeRoom() throws IOException {
    if (Files.exists(file) && Files.size(file) >= (long) TURNS * LEAST) {
      size = Math.toIntExact(Files.size(file) / TURNS);
      return;
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      ByteBuffer zeros = ByteBuffer.allocate(TURNS * size);
      while (zeros.hasRemaining()) {
        channel.write(zeros);
      }
      channel.force(true);
    }
  }

  private record Kept(long turn, long next, List<Loss> losses) {}

  private Optional<Kept> newest() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Optional<Kept> newest = Optional.empty();
    for (int i = 0; i < TURNS; i++) {
      Optional<Kept> slot = read(bytes, i * size);
      if (slot.isPresent() && newest.map(n -> n.turn() < slot.get().turn()).orElse(true)) {
        newest = slot;
      }
    }
    return newest;
  }

  private Optional<Kept> read(byte[] bytes, int at) throws IOException {
    if (bytes.length < at + size || bytes[at] != VERSION) {
      return Optional.empty();
    }
    ByteBuffer head = ByteBuffer.wrap(bytes, at + 1, HEAD - 1);
    long number = head.getLong();
    int length = head.getInt();
    int crc = head.getInt();
    if (length < 0 || length > size - HEAD || Fields.crc(bytes, at + HEAD, length) != crc) {
      return Optional.empty();
    }
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes, at + HEAD, length))) {
      return Optional.of(new Kept(number, in.readLong(), Fields.losses(in)));
    }
  }

  /// Keeps these counts in the place of all earlier ones, as far as the disk allows.
  ///
  /// @param next number of the batch that will tell them
  void keep(Collection<Loss> losses, long next) {
    try {
      byte[] content = fitting(List.copyOf(losses), next);
      ByteBuffer slot = ByteBuffer.allocate(HEAD + content.length);
      slot.put(VERSION).putLong(turn + 1).putInt(content.length);
      slot.putInt(Fields.crc(content, 0, content.length)).put(content).flip();
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        long at = (turn + 1) % TURNS * size;
        while (slot.hasRemaining()) {
          at += channel.write(slot, at);
        }
        channel.force(false);
      }
      turn++;
    } catch (IOException e) {
      LOG.warnf("%s cannot be written: %s. Counts are in memory only.", file, e.getMessage());
    }
  }

  /// Counts of more streams than there is room for are put together under what they have in common.
  private byte[] fitting(List<Loss> losses, long next) throws IOException {
    List<Loss> kept = losses;
    byte[] content = content(kept, next);
    while (content.length > size - HEAD && kept.size() > Loss.Cause.values().length) {
      kept = together(kept);
      content = content(kept, next);
    }
    return content;
  }

  private static byte[] content(List<Loss> losses, long next) throws IOException {
    return Fields.bytes(out -> {
      out.writeLong(next);
      Fields.losses(out, losses);
    });
  }

  /// About half as many counts, and nothing less counted.
  private static List<Loss> together(List<Loss> losses) {
    int alone = losses.size() <= FEW ? 0 : losses.size() / 2;
    List<Loss> rest = losses.subList(alone, losses.size());
    SortedMap<String, String> common = new TreeMap<>(rest.getFirst().labels());
    rest.forEach(loss -> common.entrySet().retainAll(loss.labels().entrySet()));
    if (alone == 0) {
      common.clear();
    }
    Map<Loss.Key, Loss> fewer = new LinkedHashMap<>();
    losses.subList(0, alone).forEach(loss -> fewer.merge(loss.key(), loss, Loss::and));
    rest.forEach(loss -> fewer.merge(loss.of(common).key(), loss.of(common), Loss::and));
    return List.copyOf(fewer.values());
  }
}
