package io.bowline.control.app;

import io.bowline.control.platform.DataFolder;
import io.bowline.control.telemetry.Telemetry;
import io.bowline.control.telemetry.TelemetrySettings;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;

/// Opens the embedded store of logs and metrics in the data folder.
@Singleton
final class TelemetryProducer {
  @Produces
  @Singleton
  Telemetry telemetry(TelemetrySettings settings, DataFolder folder) {
    return new Telemetry(
        folder.resolve("telemetry"),
        new Telemetry.Sizes(
            settings.segmentBytes(), settings.segmentsKept(), settings.openStreams()));
  }

  void close(@Disposes Telemetry telemetry) throws IOException {
    telemetry.close();
  }
}
