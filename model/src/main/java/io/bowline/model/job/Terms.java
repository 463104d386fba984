package io.bowline.model.job;

import java.time.Duration;

/// The time limits and retries of a kind of job.
///
/// @param answerWithin from offer to accept
/// @param leaseFor how long a running job lives without a heartbeat
/// @param runWithin from accept to the moment it is cancelled for taking too long
/// @param cancelWithin from the request to the moment its state counts as unknown
/// @param retryAfter pause before it is offered again
/// @param queueFor how long it may wait for a runner before it expires; per attempt
public record Terms(
    int maxAttempts,
    Duration answerWithin,
    Duration leaseFor,
    Duration runWithin,
    Duration cancelWithin,
    Duration retryAfter,
    Duration queueFor) {}
