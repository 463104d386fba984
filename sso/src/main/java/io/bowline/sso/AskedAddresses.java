package io.bowline.sso;

import io.bowline.cloud.kubeconfig.NetworkRange;
import io.bowline.cloud.kubeconfig.PeerAddress;
import java.net.InetAddress;
import java.util.List;

/// Which addresses are asked for an organization, who is not trusted with the network around this
/// process: public ones, and those whose network the operator has named. Where clouds tell a
/// machine about itself nobody is ever asked.
public final class AskedAddresses {
  private static final NetworkRange LINK_LOCAL = NetworkRange.parse("169.254.0.0/16");
  private static final NetworkRange LINK_LOCAL_6 = NetworkRange.parse("fe80::/10");

  private final List<NetworkRange> admitted;

  private AskedAddresses(List<NetworkRange> admitted) {
    this.admitted = List.copyOf(admitted);
  }

  /// Public addresses, and those of these networks, like `10.20.0.0/16`.
  ///
  /// @throws IllegalArgumentException for what is no network, or holds link-local addresses alone
  public static AskedAddresses admitting(List<String> networks) {
    return new AskedAddresses(
        networks.stream().map(String::strip).map(NetworkRange::parse).toList());
  }

  boolean admits(InetAddress given) {
    InetAddress address = PeerAddress.inner(given);
    if (PeerAddress.isMetadata(address)
        || LINK_LOCAL.contains(address)
        || LINK_LOCAL_6.contains(address)) {
      return false;
    }
    return admitted.stream().anyMatch(network -> network.contains(address))
        || (PeerAddress.complaint(address).isEmpty() && !PeerAddress.isPrivate(address));
  }
}
