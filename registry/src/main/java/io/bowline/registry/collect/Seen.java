package io.bowline.registry.collect;

import io.bowline.model.artifact.Digest;
import java.util.Arrays;

/// What a collection came across, by eight bytes each: a million take 8 MB. Where two share them,
/// one is thought to be seen that was not, and stays.
public final class Seen {
  private static final int HEX_OF_A_LONG = 16;
  private static final long FNV_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private long[] keys = new long[1_024];
  private int count;
  private boolean sorted;

  /// Adds a digest.
  public void add(Digest digest) {
    add(key(digest));
  }

  /// Adds a name.
  public void add(String name) {
    add(key(name));
  }

  /// Whether it was seen.
  public boolean contains(Digest digest) {
    return contains(key(digest));
  }

  /// Whether it was seen.
  public boolean contains(String name) {
    return contains(key(name));
  }

  private void add(long key) {
    if (count == keys.length) {
      keys = Arrays.copyOf(keys, 2 * count);
    }
    keys[count++] = key;
    sorted = false;
  }

  private boolean contains(long key) {
    if (!sorted) {
      Arrays.sort(keys, 0, count);
      sorted = true;
    }
    return Arrays.binarySearch(keys, 0, count, key) >= 0;
  }

  private static long key(Digest digest) {
    return Long.parseUnsignedLong(digest.hex().substring(0, HEX_OF_A_LONG), 16);
  }

  private static long key(String name) {
    long hash = FNV_BASIS;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * FNV_PRIME;
    }
    return hash;
  }
}
