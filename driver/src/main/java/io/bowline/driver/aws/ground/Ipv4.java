package io.bowline.driver.aws.ground;

import java.util.Collection;
import java.util.Optional;
import java.util.stream.LongStream;

/// IPv4 addresses that begin alike, as in 10.20.0.0/16.
///
/// @param first as a number
/// @param bits how many bits are alike
record Ipv4(long first, int bits) {
  private static final int WHOLE = 32;

  /// Reads what AWS says.
  static Ipv4 parse(String text) {
    String[] parts = text.split("/", 2);
    long address = 0;
    for (String part : parts[0].split("\\.", -1)) {
      address = address << 8 | Integer.parseInt(part);
    }
    int bits = parts.length < 2 ? WHOLE : Integer.parseInt(parts[1]);
    return new Ipv4(address & -(1L << (WHOLE - bits)), bits);
  }

  long size() {
    return 1L << (WHOLE - bits);
  }

  boolean overlaps(Ipv4 other) {
    return first < other.first + other.size() && other.first < first + size();
  }

  /// The first part of this of a size that has nothing in common with what is taken.
  Optional<Ipv4> free(int wanted, Collection<Ipv4> taken) {
    if (wanted < bits) {
      return Optional.empty();
    }
    return LongStream.range(0, 1L << (wanted - bits))
        .mapToObj(at -> new Ipv4(first + (at << (WHOLE - wanted)), wanted))
        .filter(part -> taken.stream().noneMatch(part::overlaps))
        .findFirst();
  }

  @Override
  public String toString() {
    return "%d.%d.%d.%d/%d"
        .formatted(first >> 24 & 255, first >> 16 & 255, first >> 8 & 255, first & 255, bits);
  }
}
