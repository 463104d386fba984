package io.bowline.cloud.preflight;

import io.bowline.cloud.kubeconfig.NetworkRange;
import io.bowline.model.preflight.Seen;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Judges the addresses of a network that is to be made; pure.
public final class NetworkLook {
  private static final int LARGEST = 16;
  private static final int SMALLEST = 21;

  private NetworkLook() {}

  /// Judges one.
  ///
  /// @param wanted of the network to be made, such as 10.64.0.0/16
  /// @param others networks that it will be connected with
  public static List<Seen> look(String wanted, List<String> others) {
    Optional<NetworkRange> range = parsed(wanted);
    if (range.isEmpty() || !(range.get().first() instanceof Inet4Address)) {
      return List.of(
          Seen.fail(
              "network.size",
              wanted + " is no IPv4 network",
              "The network of an install is made of IPv4 addresses.",
              "Give one like --network 10.64.0.0/16."));
    }
    var seen = new ArrayList<Seen>();
    seen.add(size(wanted, range.get()));
    seen.add(begin(wanted, range.get()));
    others.forEach(other -> seen.add(beside(wanted, range.get(), other)));
    return seen;
  }

  private static Optional<NetworkRange> parsed(String text) {
    try {
      return Optional.of(NetworkRange.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Seen size(String wanted, NetworkRange range) {
    if (range.bits() > SMALLEST) {
      return Seen.fail(
          "network.size",
          "%s has %d addresses".formatted(wanted, 1L << (32 - range.bits())),
          "Nodes and pods of an install need 2048 at least.",
          "Give a network between /16 and /21, such as --network %s/%d."
              .formatted(range.first().getHostAddress(), SMALLEST));
    }
    if (range.bits() < LARGEST) {
      return Seen.fail(
          "network.size",
          "%s is larger than a cloud makes".formatted(wanted),
          "AWS refuses a network larger than /16.",
          "Give a network between /16 and /21, such as --network %s/%d."
              .formatted(range.first().getHostAddress(), LARGEST));
    }
    return Seen.ok(
        "network.size", "%s has %d addresses".formatted(wanted, 1L << (32 - range.bits())));
  }

  private static Seen begin(String wanted, NetworkRange range) {
    if (!range.first().isSiteLocalAddress()) {
      return Seen.warn(
          "network.private",
          wanted + " is not among the private addresses",
          "Whoever has these addresses in the internet cannot be reached from the install.",
          "Give one in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.");
    }
    return Seen.ok("network.private", wanted + " is among the private addresses");
  }

  private static Seen beside(String wanted, NetworkRange range, String other) {
    Optional<NetworkRange> known = parsed(other);
    if (known.isEmpty()) {
      return Seen.unknown(
          "network.overlap",
          other + " is no network",
          "It is not known whether they overlap.",
          "Write it like 10.10.0.0/16.");
    }
    if (range.contains(known.get().first()) || known.get().contains(range.first())) {
      return Seen.fail(
          "network.overlap",
          "%s and %s have addresses in common".formatted(wanted, other),
          "Two networks that overlap cannot be connected: no peering, no route, no VPN between them.",
          "Give a network that has nothing in common with " + other + ".");
    }
    return Seen.ok("network.overlap", "%s and %s are apart".formatted(wanted, other));
  }
}
