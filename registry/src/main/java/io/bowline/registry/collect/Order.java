package io.bowline.registry.collect;

import java.time.Instant;

/// What to collect.
///
/// @param now the moment that this collection counts from
/// @param recentSince what was pushed, mounted or asked for since then stays; before the beginning
///   of every push that is under way
/// @param uploadsSince uploads that nobody wrote to since then are forgotten
/// @param dryRun only tell what would be removed
/// @param needed what outside of the registry names by digest
/// @param dropped is told what went
public record Order(
    Instant now,
    Instant recentSince,
    Instant uploadsSince,
    boolean dryRun,
    Needed needed,
    Dropped dropped) {
  public Order(
      Instant now, Instant recentSince, Instant uploadsSince, boolean dryRun, Needed needed) {
    this(now, recentSince, uploadsSince, dryRun, needed, Dropped.toNobody());
  }
}
