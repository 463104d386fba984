package io.bowline.control.platform.event;

import io.bowline.model.id.OrgId;

/// A reason to look into the database. Hints get lost; the sweep does not.
public sealed interface Hint {
  /// Something was committed about this.
  record Changed(OrgId org, String key) implements Hint {}

  /// Time to look whether anything was missed.
  record Sweep() implements Hint {}
}
