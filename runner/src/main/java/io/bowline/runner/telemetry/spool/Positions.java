package io.bowline.runner.telemetry.spool;

import io.bowline.runner.platform.Durable;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/// How far sources were read. A batch holds the positions that it moves, so that lines and
/// positions become durable in one write; this file has them when the batch is gone.
final class Positions {
  private static final Logger LOG = Logger.getLogger(Positions.class);
  private static final byte VERSION = 1;
  private static final int HEAD = 1 + Integer.BYTES;

  private final Path file;
  private final Map<Of, Position> known = new LinkedHashMap<>();
  private final boolean fresh;
  private long through;
  private boolean unsaved;

  private record Of(String reading, String source) {}

  Positions(Path file) throws IOException {
    this.file = file;
    fresh = !Files.exists(file);
    if (!fresh) {
      read(Files.readAllBytes(file));
    }
  }

  private void read(byte[] bytes) throws IOException {
    boolean whole =
        bytes.length >= HEAD
            && bytes[0] == VERSION
            && ByteBuffer.wrap(bytes).getInt(1) == Fields.crc(bytes, HEAD, bytes.length - HEAD);
    if (!whole) {
      LOG.errorf("%s is damaged; captures that go on may bring lines a second time", file);
      return;
    }
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes, HEAD, bytes.length - HEAD))) {
      through = in.readLong();
      Fields.positions(in).forEach(this::put);
    }
  }

  /// Whether there was no file: then only the newest batch can have moved a position.
  boolean fresh() {
    return fresh;
  }

  /// The newest batch whose positions are in the file.
  long through() {
    return through;
  }

  /// Takes the positions of a batch that is durable.
  void take(long batch, Collection<Position> moved) throws IOException {
    moved.forEach(this::put);
    through = batch;
    if (!moved.isEmpty()) {
      long newest = moved.stream().mapToLong(Position::nanos).max().orElse(0);
      known.values().removeIf(position -> position.needless() < newest);
      unsaved = true;
      save();
    }
  }

  /// Tries again what the disk refused before.
  void save() throws IOException {
    if (unsaved) {
      write();
      unsaved = false;
    }
  }

  private void put(Position position) {
    known.put(new Of(position.reading(), position.source()), position);
  }

  Optional<Position> find(String reading, String source) {
    return Optional.ofNullable(known.get(new Of(reading, source)));
  }

  List<Position> of(String reading) {
    return known.values().stream().filter(position -> position.reading().equals(reading)).toList();
  }

  private void write() throws IOException {
    byte[] content =
        Fields.bytes(out -> {
          out.writeLong(through);
          Fields.positions(out, List.copyOf(known.values()));
        });
    ByteBuffer bytes = ByteBuffer.allocate(HEAD + content.length);
    bytes.put(VERSION).putInt(Fields.crc(content, 0, content.length)).put(content);
    Durable.replace(file, bytes.array());
  }
}
