package io.bowline.control.org;

/// What came of a wish for an organization.
public sealed interface Founding {
  /// Here it is.
  record Founded(Organization organization) implements Founding {}

  /// Another one has the name.
  record NameTaken(Organization other) implements Founding {}

  /// Not like this.
  record Refused(String field, String reason) implements Founding {}
}
