package io.bowline.control.allowance;

/// How much an organization's callers may take; 0 is no limit.
///
/// @param requestsPerSecond of all of them together, from one process
/// @param transfers blobs on their way at once, from one process
/// @param bytesPerDay of blobs, from all processes, from midnight to midnight UTC
public record Allowance(int requestsPerSecond, int transfers, long bytesPerDay) {}
