package io.bowline.control.platform.event;

import java.time.Duration;

/// Settings under which a test need not wait for a sweep.
public record QuickEvents(Duration sweep) implements EventSettings {
  @Override
  public String connector() {
    return "bowline-postgres";
  }

  @Override
  public boolean relay() {
    return false;
  }

  @Override
  public Duration lease() {
    return Duration.ofSeconds(60);
  }
}
