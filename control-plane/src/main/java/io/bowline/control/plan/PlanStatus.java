package io.bowline.control.plan;

import java.util.Locale;

/// Where a plan stands.
public enum PlanStatus {
  /// The runner makes it.
  PLANNING,
  /// It waits for a person.
  AWAITING_APPROVAL,
  /// The runner applies it.
  APPLYING,
  /// Applied; everything is healthy.
  APPLIED,
  /// A component stayed unhealthy and the bundle was returned.
  RETURNED,
  /// It could not be made or applied.
  FAILED,
  /// A newer plan took its place before it was applied.
  SUPERSEDED;

  /// The word in the API and the database.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static PlanStatus of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  public boolean over() {
    return switch (this) {
      case PLANNING, AWAITING_APPROVAL, APPLYING -> false;
      case APPLIED, RETURNED, FAILED, SUPERSEDED -> true;
    };
  }
}
