package io.bowline.control.provider;

import io.bowline.cloud.Configuration;
import io.bowline.cloud.probe.Driver;
import io.bowline.model.place.Cloud;
import io.bowline.model.probe.Findings;
import java.util.Map;

/// Who asks which cloud.
///
/// @param otherwise why a cloud that is not among them is not asked, and what to do
public record Drivers(Map<Cloud, Driver> known, String otherwise) {
  public Drivers {
    known = Map.copyOf(known);
  }

  /// Asks the cloud, or says why not; never a success without an answer.
  Findings probe(Configuration configuration) {
    Driver driver = known.get(configuration.cloud());
    return driver == null ? Findings.inconclusive(otherwise) : driver.probe(configuration);
  }
}
