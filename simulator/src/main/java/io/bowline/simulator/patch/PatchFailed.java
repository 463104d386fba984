package io.bowline.simulator.patch;

/// A patch that cannot be read, or that does not fit the object.
public final class PatchFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean unreadable;

  private PatchFailed(String message, boolean unreadable) {
    super(message);
    this.unreadable = unreadable;
  }

  /// The patch itself is wrong (400).
  static PatchFailed unreadable(String message) {
    return new PatchFailed(message, true);
  }

  /// The patch is well-formed and does not fit this object (422).
  static PatchFailed unfit(String message) {
    return new PatchFailed(message, false);
  }

  public boolean isUnreadable() {
    return unreadable;
  }
}
