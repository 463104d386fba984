package io.bowline.registry.disk;

import io.bowline.model.artifact.Digest;
import java.util.Arrays;

/// The content that some repository has, by eight bytes of its digest each: a million take 8 MB.
/// Where two share them, one is thought to be linked that is not, and stays.
final class LinkedContents {
  private static final int HEX_OF_A_LONG = 16;
  private long[] keys = new long[1_024];
  private int count;
  private boolean sorted;

  void add(Digest digest) {
    if (count == keys.length) {
      keys = Arrays.copyOf(keys, 2 * count);
    }
    keys[count++] = key(digest);
    sorted = false;
  }

  boolean contains(Digest digest) {
    if (!sorted) {
      Arrays.sort(keys, 0, count);
      sorted = true;
    }
    return Arrays.binarySearch(keys, 0, count, key(digest)) >= 0;
  }

  private static long key(Digest digest) {
    return Long.parseUnsignedLong(digest.hex().substring(0, HEX_OF_A_LONG), 16);
  }
}
