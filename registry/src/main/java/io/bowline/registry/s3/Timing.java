package io.bowline.registry.s3;

import java.time.Duration;

/// How long things hold.
///
/// @param renewal how old the last answer about a blob or a manifest may be before it is noted
///   anew; far less than the grace of any collection
/// @param lease how long who collects is believed to be alive after the last word
record Timing(Duration renewal, Duration lease) {
  static final Timing USUAL = new Timing(Duration.ofMinutes(10), Duration.ofMinutes(5));
}
