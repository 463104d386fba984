package io.bowline.bench;

import java.util.List;
import java.util.Map;

/// One thing that is measured, on the real processes of this checkout.
interface Measurement {
  /// The word after `./bowline bench`.
  String name();

  /// One line for the list.
  String about();

  /// Versions of the peers that took part, once it has run.
  default Map<String, String> versions() {
    return Map.of();
  }

  /// Measures; takes as long as it takes, and leaves nothing behind.
  ///
  /// @throws MeasurementFailed when nothing could be measured
  List<Row> run(Ground ground) throws InterruptedException;
}
