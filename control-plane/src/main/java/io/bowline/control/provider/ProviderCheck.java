package io.bowline.control.provider;

import io.bowline.model.id.FleetProviderId;
import io.bowline.model.probe.Findings;
import java.time.Instant;

/// What asking the cloud found.
///
/// @param revision of the configuration that was asked about
public record ProviderCheck(
    FleetProviderId provider,
    long revision,
    Findings findings,
    String by,
    Instant startedAt,
    Instant endedAt) {}
