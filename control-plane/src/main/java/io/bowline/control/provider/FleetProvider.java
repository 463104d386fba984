package io.bowline.control.provider;

import io.bowline.model.id.FleetProviderId;
import io.bowline.model.id.OrgId;
import io.bowline.model.place.Cloud;
import java.time.Instant;
import java.util.Map;

/// A cloud account in which fleets can be made, without its secrets.
///
/// @param identifier as people call it; unique in the organization, for good
/// @param shown what may be seen of its configuration
/// @param revision grows with every change of the configuration
public record FleetProvider(
    OrgId org,
    FleetProviderId id,
    String identifier,
    Cloud cloud,
    Map<String, String> shown,
    long revision,
    String createdBy,
    Instant createdAt,
    Instant updatedAt) {}
