package io.bowline.control.plan;

/// What became of a wish: for a plan, for its approval.
public sealed interface Asked {
  record Taken(PlanRecord plan) implements Asked {}

  /// There is no such install, release or plan for this organization.
  record Absent(String what) implements Asked {}

  /// It cannot be done now.
  ///
  /// @param reason for machines, e.g. `apply-in-progress`
  record Refused(String reason, String message) implements Asked {}
}
