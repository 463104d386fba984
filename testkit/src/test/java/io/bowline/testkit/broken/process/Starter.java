package io.bowline.testkit.broken.process;

import java.io.IOException;

final class Starter {
  static Process start() throws IOException {
    return new ProcessBuilder("true").start();
  }
}
