package io.bowline.runner.hosted.cluster;

import io.bowline.cloud.kubeconfig.NetworkRange;
import io.bowline.cloud.kubeconfig.PeerAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// Which addresses a customer's cluster may have. Public ones always; private ones where the
/// operator has named their network; those of this machine, and those where clouds tell it about
/// itself, never.
public final class AddressPolicy {
  private final List<NetworkRange> networks;

  private AddressPolicy(List<NetworkRange> networks) {
    this.networks = List.copyOf(networks);
  }

  /// Private networks that may be reached, like `10.20.0.0/16`.
  ///
  /// @throws IllegalArgumentException for what is no network
  public static AddressPolicy allowing(List<String> networks) {
    return new AddressPolicy(networks.stream().map(NetworkRange::parse).toList());
  }

  /// What is wrong with an address; empty when nothing is.
  Optional<String> complaint(InetAddress given) {
    InetAddress address = PeerAddress.inner(given);
    Optional<String> never = PeerAddress.complaint(address);
    if (never.isPresent() || !PeerAddress.isPrivate(address)) {
      return never;
    }
    return networks.stream().anyMatch(network -> network.contains(address))
        ? Optional.empty()
        : Optional.of(
            "is a private address, and none of those that may be reached from here. Give the"
                + " public address of the cluster's API, or ask the operator to admit its network");
  }
}
