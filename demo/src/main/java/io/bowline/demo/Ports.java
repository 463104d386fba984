package io.bowline.demo;

import java.io.IOException;
import java.net.ServerSocket;

/// Where the control plane of this demo listens: the usual ports where they are free, else others.
record Ports(int https, int link, int logs, int metrics, int management) {
  static Ports choose() throws IOException {
    return new Ports(free(8443), free(9701), free(8433), free(9090), free(9000));
  }

  /// None that anybody knows.
  static Ports any() throws IOException {
    return new Ports(free(0), free(0), free(0), free(0), free(0));
  }

  private static int free(int usual) throws IOException {
    try (var socket = new ServerSocket(usual)) {
      return socket.getLocalPort();
    } catch (IOException taken) {
      try (var socket = new ServerSocket(0)) {
        return socket.getLocalPort();
      }
    }
  }
}
