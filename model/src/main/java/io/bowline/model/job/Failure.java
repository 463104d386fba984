package io.bowline.model.job;

/// Why something did not work.
///
/// @param reason for machines: a short word such as `signature-untrusted` or `health-timeout`
/// @param message for people: what happened, to what, and what to do
/// @param retryable whether the same job may work when tried again
public record Failure(String reason, String message, boolean retryable) {}
