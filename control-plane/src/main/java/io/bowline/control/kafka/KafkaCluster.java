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
/// @param tenancy that of its fleet
public record KafkaCluster(
    OrgId org,
    KafkaClusterId id,
    String identifier,
    FleetId fleet,
    String fleetName,
    Tenancy tenancy,
    int units,
    String createdBy,
    Instant createdAt,
    Instant updatedAt) {}
