package io.bowline.control.app;

import io.bowline.control.platform.DataFolder;
import io.bowline.control.telemetry.DiskReserve;
import io.bowline.control.telemetry.Telemetry;
import io.bowline.control.telemetry.TelemetrySettings;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;

/// Opens the embedded store of logs and metrics in the data folder.
@Singleton
final class TelemetryProducer {
  @Produces
  @Singleton
  Telemetry telemetry(TelemetrySettings settings, DataFolder folder, InstantSource clock) {
    return new Telemetry(
        folder.resolve("telemetry"),
        new Telemetry.Sizes(
            settings.segmentBytes(),
            settings.segmentsKept(),
            settings.openStreams(),
            settings.patience()),
        new DiskReserve(
            settings.diskReserve(),
            () -> Files.getFileStore(folder.root()).getUsableSpace(),
            clock));
  }

  void close(@Disposes Telemetry telemetry) throws IOException {
    telemetry.close();
  }
}
