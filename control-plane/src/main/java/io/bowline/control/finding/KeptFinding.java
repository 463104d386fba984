package io.bowline.control.finding;

import io.bowline.model.finding.Finding;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A finding as it is kept.
///
/// @param key one for all times that it is told while it is open
/// @param openedAt when it was told first
/// @param closedAt when it was told no more; empty while it is open
public record KeptFinding(
    UUID id, String key, Finding finding, Instant openedAt, Optional<Instant> closedAt) {}
