package io.bowline.control.platform;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// A port to listen on.
///
/// @param use what it is for, as people read it
/// @param key the configuration key that sets it
public record Port(String use, String host, int number, String key) {
  /// Fails when somebody holds it, saying who. Port 0 is always free.
  public void check() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, number));
    } catch (IOException e) {
      throw PortHolder.failure(use, number, key, e);
    }
  }
}
