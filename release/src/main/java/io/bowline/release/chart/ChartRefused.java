package io.bowline.release.chart;

import java.io.IOException;

/// A chart that cannot be rendered, rewritten or frozen.
public final class ChartRefused extends IOException {
  private static final long serialVersionUID = 1L;

  /// @param message what is wrong, with Helm's own words where they say it
  public ChartRefused(String message) {
    super(message);
  }
}
