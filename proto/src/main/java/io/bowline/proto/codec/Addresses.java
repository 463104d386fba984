package io.bowline.proto.codec;

/// Where a runner finds the control plane.
///
/// @param link gRPC, 9701
/// @param logs Loki push, 8433
/// @param metrics remote write, 9090
/// @param artifacts OCI distribution, 443
public record Addresses(Address link, Address logs, Address metrics, Address artifacts) {
  /// A listener, and the same listener by SNI on 443 for networks that let nothing else out.
  public record Address(String host, int port, String alternateHost, int alternatePort) {
    /// A listener without an alternate of its own.
    public static Address only(String host, int port) {
      return new Address(host, port, host, port);
    }

    /// Whether trying the alternate is anything else than trying again.
    public boolean hasAlternate() {
      return port != alternatePort || !host.equals(alternateHost);
    }
  }
}
