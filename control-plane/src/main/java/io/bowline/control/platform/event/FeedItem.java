package io.bowline.control.platform.event;

import java.time.Instant;

/// An entry with its number.
public record FeedItem(long id, FeedEntry entry, Instant at) {}
