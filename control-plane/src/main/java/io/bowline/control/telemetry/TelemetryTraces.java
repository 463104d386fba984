package io.bowline.control.telemetry;

import io.bowline.control.departure.Traces;
import io.bowline.model.id.OrgId;
import jakarta.inject.Singleton;
import java.io.IOException;

/// Logs and metrics of an organization that is gone, on this replica.
@Singleton
final class TelemetryTraces implements Traces {
  private final Telemetry telemetry;

  TelemetryTraces(Telemetry telemetry) {
    this.telemetry = telemetry;
  }

  @Override
  public void erase(OrgId org, String name) throws IOException {
    telemetry.forget(org);
  }
}
