package io.bowline.model.job;

import io.bowline.model.id.RunnerId;

/// Who may act on a job right now.
///
/// @param epoch fencing number, from the database's sequence; what carries an older one has no
///   effect
/// @param attempt from 1
public record Lease(RunnerId runner, long epoch, int attempt) {}
