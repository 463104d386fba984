package io.bowline.control.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/// What shall change of a fleet; what is empty stays.
///
/// @param placement the whole of it, as it was sent
/// @param advanced the same
public record FleetChange(
    Optional<Integer> maxTenants,
    Optional<Integer> maxKafkaUnits,
    Optional<Map<String, JsonNode>> placement,
    Optional<Map<String, JsonNode>> advanced) {}
