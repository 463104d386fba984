package io.bowline.control.runner;

import java.time.Instant;
import java.util.Optional;

/// The newest stream of a runner.
///
/// @param replica which process holds it
/// @param process which process of the runner opened it
public record RunnerSession(
    long epoch,
    String replica,
    String process,
    String version,
    Instant connectedAt,
    Instant heardAt,
    Optional<Instant> closedAt) {}
