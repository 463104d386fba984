package io.bowline.control.kafka;

import io.bowline.control.fleet.Tenancy;

/// A wish for a Kafka cluster.
public record NewCluster(String identifier, Tenancy tenancy, int units, Where where) {
  /// Where it is to be.
  public sealed interface Where {
    /// On this fleet.
    record On(String fleet) implements Where {}

    /// On the best one.
    ///
    /// @param require what a fleet has to be like
    /// @param prefer what it had better be like
    record Best(Wanted require, Wanted prefer) implements Where {}
  }
}
