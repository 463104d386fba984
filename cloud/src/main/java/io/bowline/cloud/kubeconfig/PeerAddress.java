package io.bowline.cloud.kubeconfig;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Which addresses no cluster is reached by, however they are written, and which are private.
public final class PeerAddress {
  static final String METADATA_SERVICE =
      "is where a cloud tells a machine about itself; no cluster is reached there";

  /// Where clouds tell a machine about itself, outside of the link-local range.
  private static final List<InetAddress> METADATA =
      List.of(
          InetAddress.ofLiteral("168.63.129.16"),
          InetAddress.ofLiteral("192.0.0.192"),
          InetAddress.ofLiteral("100.100.100.200"),
          InetAddress.ofLiteral("fd00:ec2::254"),
          InetAddress.ofLiteral("fd20:ce::254"));

  private PeerAddress() {}

  /// Whether it is one of those where a cloud tells a machine about itself.
  public static boolean isMetadata(InetAddress given) {
    return METADATA.contains(inner(given));
  }

  /// What is wrong with an address, whoever asks; empty when nothing is. Goes on after what it is
  /// said of.
  public static Optional<String> complaint(InetAddress given) {
    InetAddress address = inner(given);
    if (isMetadata(address)) {
      return Optional.of(METADATA_SERVICE);
    }
    if (address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || (address.getAddress().length == 4 && address.getAddress()[0] == 0)) {
      return Optional.of(
          "is an address of the machine that reads it. Give the address by which the cluster is"
              + " reached from outside");
    }
    if (address.isLinkLocalAddress()) {
      return Optional.of(
          "is a link-local address, where clouds tell a machine about itself; no cluster is reached"
              + " there");
    }
    return address.isMulticastAddress() || isBeyondUnicast(address)
        ? Optional.of("is an address of many machines")
        : Optional.empty();
  }

  /// Whether it means something only within some network: those of RFC 1918, 6598, 4193, 2544 and
  /// 6890, and the site-local ones of old.
  public static boolean isPrivate(InetAddress given) {
    InetAddress address = inner(given);
    byte[] bytes = address.getAddress();
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    if (bytes.length != 4) {
      return address.isSiteLocalAddress() || (first & 0xfe) == 0xfc;
    }
    return address.isSiteLocalAddress()
        || (first == 100 && (second & 0xc0) == 64)
        || (first == 198 && (second & 0xfe) == 18)
        || startsWith(bytes, 192, 0, 0);
  }

  /// The address of version 4 that one of version 6 carries and leads to, else itself.
  public static InetAddress inner(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address;
    }
    byte[] bytes = address.getAddress();
    boolean mapped = startsWith(bytes, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff);
    boolean translated = startsWith(bytes, 0x00, 0x64, 0xff, 0x9b);
    boolean compatible = startsWith(bytes, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) && bytes[12] != 0;
    if (mapped || translated || compatible) {
      return version4(bytes, 12);
    }
    if (startsWith(bytes, 0x20, 0x01, 0, 0)) {
      return obscured(bytes);
    }
    return startsWith(bytes, 0x20, 0x02) ? version4(bytes, 2) : address;
  }

  /// Teredo writes the client's address with every bit turned.
  private static InetAddress obscured(byte[] bytes) {
    byte[] turned = Arrays.copyOf(bytes, bytes.length);
    for (int i = 12; i < turned.length; i++) {
      turned[i] = (byte) ~turned[i];
    }
    return version4(turned, 12);
  }

  private static InetAddress version4(byte[] bytes, int from) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  private static boolean startsWith(byte[] bytes, int... beginning) {
    for (int i = 0; i < beginning.length; i++) {
      if ((bytes[i] & 0xff) != beginning[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBeyondUnicast(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == 4 && (bytes[0] & 0xff) >= 240;
  }
}
