package io.bowline.control.edge.http;

import io.bowline.proto.codec.Addresses;

/// What an installer leaves for a new runner; the runner reads it as it stands.
///
/// @param authorities PEM of whom to believe
/// @param token one-time, at most an hour
record BootstrapView(
    int version,
    AddressesView addresses,
    String authorities,
    String token,
    String cloudAccount,
    String region) {

  record AddressView(String host, int port, String alternateHost, int alternatePort) {
    static AddressView of(Addresses.Address address) {
      return new AddressView(
          address.host(), address.port(), address.alternateHost(), address.alternatePort());
    }
  }

  record AddressesView(
      AddressView link, AddressView logs, AddressView metrics, AddressView artifacts) {
    static AddressesView of(Addresses addresses) {
      return new AddressesView(
          AddressView.of(addresses.link()),
          AddressView.of(addresses.logs()),
          AddressView.of(addresses.metrics()),
          AddressView.of(addresses.artifacts()));
    }
  }
}
