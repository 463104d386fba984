package io.bowline.testkit.broken.random;

import java.security.SecureRandom;

final class Drawer {
  static SecureRandom random() {
    return new SecureRandom();
  }
}
