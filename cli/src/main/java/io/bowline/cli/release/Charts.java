package io.bowline.cli.release;

import io.bowline.release.chart.ChartRenderer;
import io.bowline.release.chart.HelmLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Renders charts by Helm's own library, which wants a folder, and the signals back at the end.
final class Charts {
  private Charts() {}

  /// Something that is done with a renderer.
  interface Work<T> {
    T with(ChartRenderer renderer) throws IOException;
  }

  static <T> T rendered(Work<T> work) throws IOException {
    var library = new HelmLibrary(HelmLibrary.usualFolder());
    Path scratch = Files.createTempDirectory("bowline-charts");
    try {
      return work.with(new ChartRenderer(library, scratch));
    } finally {
      Files.deleteIfExists(scratch);
      HelmLibrary.releaseSignals();
    }
  }
}
