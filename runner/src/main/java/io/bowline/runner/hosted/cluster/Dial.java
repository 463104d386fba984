package io.bowline.runner.hosted.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.time.Duration;

/// Opens connections.
@FunctionalInterface
public interface Dial {
  /// Directly, whatever proxy the environment names.
  Dial DIRECT =
      (address, within) -> {
        var socket = new Socket(Proxy.NO_PROXY);
        try {
          socket.setTcpNoDelay(true);
          socket.connect(address, Math.toIntExact(within.toMillis()));
          return socket;
        } catch (IOException e) {
          socket.close();
          throw e;
        }
      };

  /// A connection to that address and to no other.
  Socket to(InetSocketAddress address, Duration within) throws IOException;
}
