package io.bowline.bench;

import java.util.List;

/// One thing that is measured, on the real processes of this checkout.
interface Measurement {
  /// The word after `./bowline bench`.
  String name();

  /// One line for the list.
  String about();

  /// Measures; takes as long as it takes, and leaves nothing behind.
  ///
  /// @throws MeasurementFailed when nothing could be measured
  List<Row> run(Ground ground) throws InterruptedException;
}
