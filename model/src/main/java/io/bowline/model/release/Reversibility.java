package io.bowline.model.release;

/// What a return to the previous release means for a component.
public enum Reversibility {
  /// The previous revision can be put back as it was.
  REVERSIBLE,
  /// It can be put back, but what it wrote meanwhile stays (a migrated schema, say).
  FORWARD_DATA,
  /// Once applied it stays; a return leaves it and says so.
  IRREVERSIBLE
}
