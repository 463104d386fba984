package io.bowline.control.kafka;

import io.bowline.control.fleet.Tenancy;
import io.bowline.model.id.FleetId;
import io.bowline.model.id.KafkaClusterId;
import io.bowline.model.id.OrgId;
import java.time.Instant;

/// A Kafka cluster, with what it takes of its fleet.
///
/// @param identifier as people call it; unique in the organization, for good
/// @param fleetName the identifier of its fleet
/// @param domain of its fleet, under which it has its endpoints
/// @param tenancy that of its fleet
public record KafkaCluster(
    OrgId org,
    KafkaClusterId id,
    String identifier,
    FleetId fleet,
    String fleetName,
    String domain,
    Tenancy tenancy,
    int units,
    String createdBy,
    Instant createdAt,
    Instant updatedAt) {

  /// Where clients connect first.
  public String bootstrapHost() {
    return identifier + "-bootstrap." + domain;
  }

  /// Where its brokers are, with `<n>` in place of a broker's number.
  public String brokerHosts() {
    return identifier + "-b<n>." + domain;
  }
}
