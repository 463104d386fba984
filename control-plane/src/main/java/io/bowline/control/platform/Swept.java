package io.bowline.control.platform;

/// A feature in which something becomes due as time passes; every bean of this type is asked every
/// few seconds, on each replica. What is moved is kept apart by the rows' locks.
public interface Swept {
  /// Moves what is due now, or as much of it as goes at once.
  void sweep();
}
