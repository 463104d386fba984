package io.bowline.control.quota;

/// How much a namespace may hold; 0 is no limit.
public record Quota(long bytesStored, int repositories) {}
