package io.bowline.control.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.control.fleet.form.InfraType;
import java.util.Map;

/// A wish for a fleet.
///
/// @param placement as it was sent: its form is looked at here
/// @param advanced the same
public record NewFleet(
    String identifier,
    InfraType infra,
    String domain,
    Tenancy tenancy,
    int maxTenants,
    int maxKafkaUnits,
    Map<String, JsonNode> placement,
    Map<String, JsonNode> advanced) {}
