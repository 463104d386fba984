package io.bowline.runner.step.image.scan;

import io.bowline.model.finding.Finding.SeverityCount;
import java.util.List;

/// What a registry says about its scan of one image.
public sealed interface Scan {
  /// It is over.
  ///
  /// @param severities how many of each were found; none when nothing was
  record Counted(List<SeverityCount> severities) implements Scan {
    public Counted {
      severities = List.copyOf(severities);
    }
  }

  /// It has not begun, or goes on.
  record Pending(String why) implements Scan {}

  /// There will be no answer: it failed, or the image is of a kind that is not scanned.
  record Inconclusive(String why) implements Scan {}
}
