package io.bowline.demo.tool;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The proxy that the person behind the machine has set: the JDK's properties first, else the
/// variables that curl and others read.
final class Proxies {
  private static final int USUAL_PORT = 3128;

  private Proxies() {}

  static ProxySelector of(Map<String, String> environment) {
    Optional<URI> named =
        Stream.of("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
            .map(name -> environment.getOrDefault(name, ""))
            .filter(value -> !value.isBlank())
            .findFirst()
            .flatMap(Proxies::address);
    if (named.isEmpty() || System.getProperty("https.proxyHost") != null) {
      return ProxySelector.getDefault();
    }
    int port = named.get().getPort() < 0 ? USUAL_PORT : named.get().getPort();
    return ProxySelector.of(new InetSocketAddress(named.get().getHost(), port));
  }

  private static Optional<URI> address(String text) {
    String full = text.contains("://") ? text : "http://" + text;
    try {
      return Optional.of(URI.create(full)).filter(address -> address.getHost() != null);
    } catch (IllegalArgumentException e) {
      // not an address: as if none were set
      return Optional.empty();
    }
  }
}
