package io.bowline.control.domain;

import io.bowline.control.domain.dns.DnsLookup;
import io.bowline.control.domain.dns.Lookup;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Says which resolvers are asked.
@Singleton
final class DomainProbeProducer {
  private static final Pattern ADDRESS =
      Pattern.compile("(?:\\[(?<six>[0-9a-fA-F:.]+)]|(?<plain>[0-9.]+))(?::(?<port>[0-9]{1,5}))?");

  @Produces
  @Singleton
  Lookup lookup(DomainSettings settings) {
    return new DnsLookup(
        settings.resolvers().orElse(List.of()).stream().map(DomainProbeProducer::address).toList(),
        settings.lookupLimit());
  }

  void close(@Disposes Lookup lookup) {
    if (lookup instanceof DnsLookup dns) {
      dns.close();
    }
  }

  @Produces
  @Singleton
  DomainProbe probe(Lookup lookup, DomainSettings settings) {
    // two questions one after the other, of two resolvers
    return new DomainProbe(
        lookup, settings.lookupLimit().multipliedBy(4).plus(Duration.ofSeconds(1)));
  }

  static InetSocketAddress address(String text) {
    Matcher read = ADDRESS.matcher(text.strip());
    if (!read.matches()) {
      throw new IllegalArgumentException(
          "bowline.domain.resolvers must hold addresses such as 10.0.0.2, 10.0.0.2:53 or [fd00::2]:53,"
              + " and has "
              + text);
    }
    String host = read.group("six") == null ? read.group("plain") : read.group("six");
    int port = read.group("port") == null ? 53 : Integer.parseInt(read.group("port"));
    return new InetSocketAddress(InetAddress.ofLiteral(host), port);
  }
}
