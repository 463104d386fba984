package io.bowline.installer.outlook;

import java.util.Optional;

/// One thing that a door makes.
///
/// @param kind as the cloud's own templates call it
/// @param name what the cloud shows it as; empty where it has none of its own
/// @param units how many times its price counts; 0 when this one costs nothing
/// @param machines that come with it
public record Thing(String kind, String name, int units, Optional<Machines> machines) {
  /// Alike machines.
  ///
  /// @param diskGib of each
  public record Machines(String type, int count, int diskGib) {}

  /// Something that is there once.
  public static Thing of(String kind, String name) {
    return new Thing(kind, name, 1, Optional.empty());
  }
}
