package io.bowline.registry;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The part of a blob that a `Range` header asks for.
///
/// @param first offset of the first byte
/// @param last offset of the last byte
record ByteRange(long first, long last) {
  private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  long length() {
    return last - first + 1;
  }

  /// Reads one range; several, or another unit, or nonsense count as no header, as HTTP allows. One
  /// that ends before it begins is refused, which HTTP allows as well.
  ///
  /// @return empty for all of the blob
  static Optional<ByteRange> of(String header, long size) throws Refusal {
    Matcher match = ONE.matcher(header.replace(" ", ""));
    if (!match.matches() || (match.group(1).isEmpty() && match.group(2).isEmpty())) {
      return Optional.empty();
    }
    if (match.group(1).isEmpty()) {
      long suffix = Long.parseLong(match.group(2));
      return Optional.of(satisfiable(Math.max(0, size - suffix), size - 1, size));
    }
    long first = Long.parseLong(match.group(1));
    long last = match.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(match.group(2));
    return Optional.of(satisfiable(first, Math.min(last, size - 1), size));
  }

  private static ByteRange satisfiable(long first, long last, long size) throws Refusal {
    if (first > last || first >= size) {
      throw new Refusal(416, ErrorCode.SIZE_INVALID, "the blob has only " + size + " bytes")
          .with("Content-Range", "bytes */" + size);
    }
    return new ByteRange(first, last);
  }
}
