package io.bowline.testkit.broken.sleep;

final class Sleeper {
  static void sleep() throws InterruptedException {
    Thread.sleep(1);
  }
}
