package io.bowline.model.id;

import java.util.UUID;

/// Names a plan.
public record PlanId(UUID value) {
  /// Reads the canonical text form.
  ///
  /// @throws IllegalArgumentException when the text is not a UUID
  public static PlanId parse(String text) {
    return new PlanId(UuidText.parse(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
