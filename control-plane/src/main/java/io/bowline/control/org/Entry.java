package io.bowline.control.org;

/// How somebody of the vendor's staff may come into an organization at a moment.
public enum Entry {
  /// It has no owner yet, so the staff who found it act for it.
  FOUNDING,
  /// By an access that it can see, and end.
  GRANTED,
  /// Not at all.
  NONE
}
