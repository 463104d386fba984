package io.bowline.control.job;

import java.time.Instant;
import java.util.OptionalLong;

/// One entry of a job's history, also of events that had no effect.
///
/// @param phase the phase after the event
/// @param note why it was ignored or refused; empty when it moved
public record JobTransition(
    int n, String phase, String event, String note, OptionalLong epoch, Instant at) {}
