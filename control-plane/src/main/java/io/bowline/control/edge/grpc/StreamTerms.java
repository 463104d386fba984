package io.bowline.control.edge.grpc;

import io.bowline.proto.codec.Addresses;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/// What every stream is told and held to.
///
/// @param authorities what servers of ours are checked against; empty leaves a runner with what it
///   has
record StreamTerms(
    Duration heartbeat,
    Addresses addresses,
    int trustRootVersion,
    Supplier<List<X509Certificate>> authorities,
    String replica,
    InstantSource clock) {
  /// A runner that said nothing for two heartbeats and a half is gone.
  Duration silence() {
    return heartbeat.multipliedBy(5).dividedBy(2);
  }
}
