package io.bowline.runner.telemetry.spool;

import java.util.List;

/// What is sent in one request, oldest first.
///
/// @param number grows; names the file
/// @param losses what was dropped before this batch and has not been told yet, and what of the
///   batch itself is damaged
public record Batch(long number, List<Reading> readings, List<Loss> losses) {
  public Batch {
    readings = List.copyOf(readings);
    losses = List.copyOf(losses);
  }
}
