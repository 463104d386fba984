package io.bowline.simulator.resource;

/// Who writes what part of an object, and whether it is to last.
///
/// @param subresource empty for the object itself
public record Intent(String manager, String subresource, boolean dryRun) {
  public static Intent by(String manager) {
    return new Intent(manager, "", false);
  }

  /// A controller's report on an object.
  public static Intent status(String manager) {
    return new Intent(manager, "status", false);
  }
}
