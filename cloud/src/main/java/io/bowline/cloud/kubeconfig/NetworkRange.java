package io.bowline.cloud.kubeconfig;

import java.net.InetAddress;

/// Addresses that begin alike, as in `10.20.0.0/16`.
///
/// @param bits how many of them are alike
public record NetworkRange(InetAddress first, int bits) {
  public NetworkRange {
    if (bits < 0 || bits > first.getAddress().length * 8) {
      throw new IllegalArgumentException("/%d is no length of a network".formatted(bits));
    }
  }

  /// Reads the usual form.
  ///
  /// @throws IllegalArgumentException for anything else
  public static NetworkRange parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException(text + " is no network; write it like 10.20.0.0/16");
    }
    try {
      return new NetworkRange(
          InetAddress.ofLiteral(text.substring(0, slash)),
          Integer.parseInt(text.substring(slash + 1)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(text + " is no network; write it like 10.20.0.0/16", e);
    }
  }

  /// Whether an address is one of them.
  public boolean contains(InetAddress address) {
    byte[] mine = first.getAddress();
    byte[] other = address.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> bit % 8;
      if (((mine[bit / 8] ^ other[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
