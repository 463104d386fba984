package io.bowline.testkit.broken.cycle.one;

public final class One {
  static Object other() {
    return new io.bowline.testkit.broken.cycle.two.Two();
  }

  /// Back reference target.
  public static final class Door {}
}
