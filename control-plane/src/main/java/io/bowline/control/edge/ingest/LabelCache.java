package io.bowline.control.edge.ingest;

import io.bowline.control.telemetry.Labels;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Label sets by the bytes that stand for them on the wire: senders repeat the same ones with every
/// push, and reading one takes longer than storing its sample. It holds nothing of whose they are.
final class LabelCache {
  private static final int MOST = 200_000;
  private static final int LONGEST = 4_096;

  private final Map<Key, Labels> known = new ConcurrentHashMap<>();

  /// Reads a label set from its bytes.
  @FunctionalInterface
  interface Reader {
    Labels read() throws BadPush;
  }

  /// A part of an array; copied only when it is kept.
  private static final class Key {
    private final byte[] bytes;
    private final int from;
    private final int length;
    private final int hash;

    private Key(byte[] bytes, int from, int length, int hash) {
      this.bytes = bytes;
      this.from = from;
      this.length = length;
      this.hash = hash;
    }

    static Key of(byte[] bytes, int from, int length) {
      int hash = 1;
      for (int i = from; i < from + length; i++) {
        hash = 31 * hash + bytes[i];
      }
      return new Key(bytes, from, length, hash);
    }

    Key alone() {
      return new Key(Arrays.copyOfRange(bytes, from, from + length), 0, length, hash);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && key.hash == hash
          && Arrays.equals(bytes, from, from + length, key.bytes, key.from, key.from + key.length);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  Labels get(byte[] bytes, int from, int length, Reader reader) throws BadPush {
    Key key = Key.of(bytes, from, length);
    Labels found = known.get(key);
    if (found == null) {
      found = reader.read();
      if (length <= LONGEST) {
        if (known.size() >= MOST) {
          known.clear();
        }
        known.put(key.alone(), found);
      }
    }
    return found;
  }
}
