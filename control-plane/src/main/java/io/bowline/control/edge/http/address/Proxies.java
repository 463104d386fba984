package io.bowline.control.edge.http.address;

import io.bowline.control.platform.StartupFailure;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The proxies in front that are believed in what they say of whom a request comes from. What
/// anybody else writes into such a header counts for nothing.
@Singleton
public final class Proxies {
  private final List<Network> trusted;

  @Inject
  Proxies(ProxySettings settings) {
    this(settings.trusted().orElse(List.of()));
  }

  public Proxies(List<String> trusted) {
    this.trusted = trusted.stream().map(String::strip).map(Network::parse).toList();
  }

  /// What is wrong with the setting ends the start.
  void start(@Observes StartupEvent started) {}

  /// @param bits of the address that count
  private record Network(InetAddress address, int bits) {
    static Network parse(String text) {
      int slash = text.indexOf('/');
      try {
        InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
        int all = address.getAddress().length * Byte.SIZE;
        int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
        if (bits >= 0 && bits <= all) {
          return new Network(address, bits);
        }
      } catch (IllegalArgumentException e) {
        throw new StartupFailure(refusal(text), e);
      }
      throw new StartupFailure(refusal(text));
    }

    private static String refusal(String text) {
      return "bowline.proxies.trusted has '%s': write an address or a network such as 10.0.0.0/8"
          .formatted(text);
    }

    boolean holds(InetAddress other) {
      byte[] mine = address.getAddress();
      byte[] theirs = other.getAddress();
      if (mine.length != theirs.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> bit % Byte.SIZE;
        if (((mine[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  /// Whom a request comes from: the last in the row that is no trusted proxy. Each proxy puts whom
  /// it heard from at the end.
  ///
  /// @param peer the other end of the connection
  /// @param forwarded the headers, each with one or more addresses
  String source(String peer, List<String> forwarded) {
    List<String> row =
        forwarded.stream()
            .flatMap(header -> Stream.of(header.split(",", -1)))
            .map(String::strip)
            .toList();
    String known = peer;
    for (String before : row.reversed()) {
      if (!trusts(known) || address(before).isEmpty()) {
        break;
      }
      known = before;
    }
    return address(known).map(InetAddress::getHostAddress).orElse(known);
  }

  private boolean trusts(String text) {
    return address(text)
        .filter(known -> trusted.stream().anyMatch(one -> one.holds(known)))
        .isPresent();
  }

  private static Optional<InetAddress> address(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }
}
