package io.bowline.control.platform;

/// A part of the process that is needed to be ready; every bean of this type is asked.
public interface Probe {
  /// The part, as the answer of `ready` names it.
  String part();

  /// Whether it works now; answers within two seconds.
  boolean works();
}
