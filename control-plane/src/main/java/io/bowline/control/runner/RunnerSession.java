package io.bowline.control.runner;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// The newest stream of a runner.
///
/// @param replica which process holds it
/// @param process which process of the runner opened it
/// @param kinds of jobs that it can do; empty when it was opened by a version that did not note it
public record RunnerSession(
    long epoch,
    String replica,
    String process,
    String version,
    Optional<Set<String>> kinds,
    Instant connectedAt,
    Instant heardAt,
    Optional<Instant> closedAt) {}
