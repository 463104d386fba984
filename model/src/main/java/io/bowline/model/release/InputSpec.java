package io.bowline.model.release;

import java.util.Optional;

/// A value that an install gives to a release.
///
/// @param defaultValue text form; a `SECRET` has none
public record InputSpec(
    String name, Type type, boolean required, Optional<String> defaultValue, String help) {
  /// How the text of a value is checked. A `SECRET` is a reference to a Kubernetes Secret on the
  /// customer's side (`namespace/name#key`), never a value.
  public enum Type {
    STRING,
    INTEGER,
    BOOLEAN,
    SECRET
  }
}
