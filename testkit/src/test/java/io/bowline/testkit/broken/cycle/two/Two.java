package io.bowline.testkit.broken.cycle.two;

public final class Two {
  static Object back() {
    return new io.bowline.testkit.broken.cycle.one.One();
  }
}
