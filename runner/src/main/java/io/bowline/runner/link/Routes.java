package io.bowline.runner.link;

import io.bowline.proto.codec.Addresses;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/// Which of a listener's two addresses to use: the usual one, or the alternate on 443 while the
/// usual one lets nothing through. It is looked at again after a while, so that a network that
/// opens is seen. (The link itself finds its way by trying.)
public final class Routes {
  private static final Logger LOG = Logger.getLogger(Routes.class);
  private static final long HOLDS = Duration.ofMinutes(1).toNanos();
  private static final int CONNECT_MILLIS = 5_000;

  private final LongSupplier nanos;
  private final Map<Addresses.Address, Found> found = new ConcurrentHashMap<>();

  /// An address that lets through, as far as is known.
  public record Route(String host, int port) {}

  private record Found(Route route, long at) {}

  /// Sees time pass by a clock that only goes forward.
  Routes(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /// The way to a listener; blocks for as long as it takes to find out.
  Route to(Addresses.Address address) {
    Route usual = new Route(address.host(), address.port());
    if (!address.hasAlternate()) {
      return usual;
    }
    long now = nanos.getAsLong();
    Found known = found.get(address);
    if (known != null && now - known.at() < HOLDS) {
      return known.route();
    }
    Route alternate = new Route(address.alternateHost(), address.alternatePort());
    Route open = reaches(usual) || !reaches(alternate) ? usual : alternate;
    if (known == null ? open.equals(alternate) : !open.equals(known.route())) {
      LOG.infof("%s:%d is reached at %s:%d", usual.host(), usual.port(), open.host(), open.port());
    }
    found.put(address, new Found(open, now));
    return open;
  }

  private static boolean reaches(Route route) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(route.host(), route.port()), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
