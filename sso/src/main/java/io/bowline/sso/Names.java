package io.bowline.sso;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Finds the addresses of a name.
@FunctionalInterface
public interface Names {
  /// Those of the machine's own resolver.
  Names SYSTEM = name -> List.of(InetAddress.getAllByName(name));

  /// All addresses; an address in text is its own.
  List<InetAddress> of(String name) throws UnknownHostException;
}
