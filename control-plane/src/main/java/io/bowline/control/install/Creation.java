package io.bowline.control.install;

/// What became of an attempt to create an install.
public sealed interface Creation {
  record Created(InstallRecord install) implements Creation {}

  /// The name is taken in this organization.
  record NameTaken(InstallRecord by) implements Creation {}

  /// A field is wrong.
  record Invalid(String field, String message) implements Creation {}
}
