package io.bowline.control.edge.grpc;

import io.bowline.proto.codec.Addresses;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// Hands the addresses that runners are given to whoever writes them down for an installer.
@Singleton
final class AddressProducer {
  @Produces
  @Singleton
  Addresses addresses(AddressSettings settings) {
    return settings.addresses();
  }
}
