package io.bowline.control.sizing;

import io.bowline.model.cost.Costs;
import io.bowline.model.sizing.CapacityRules;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// Reads what the vendor gives the calculators, when the process starts.
@Singleton
final class SizingProducer {
  @Produces
  @Singleton
  @Startup
  Costs costs(SizingSettings settings) {
    return new Costs(settings.prices().map(PriceFile::read));
  }

  @Produces
  @Singleton
  @Startup
  CapacityRules rules(SizingSettings settings) {
    return new CapacityRules(
        settings.unitMilliCpu(),
        settings.unitMemoryBytes(),
        settings.smallMilliCpu(),
        settings.smallMemoryBytes(),
        settings.platformNodes(),
        settings.copies());
  }
}
