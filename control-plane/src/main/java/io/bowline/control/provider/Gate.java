package io.bowline.control.provider;

/// Whether fleets may be made with a provider.
public sealed interface Gate {
  /// They may: its present configuration was checked, and everything was found right.
  record Open(FleetProvider provider) implements Gate {}

  /// They may not.
  ///
  /// @param reason and what to do
  record Closed(FleetProvider provider, String reason) implements Gate {}

  /// There is no such provider.
  record Absent() implements Gate {}
}
