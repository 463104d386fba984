package io.bowline.testkit.broken.methodinjection;

import jakarta.inject.Inject;

class Bean {
  @Inject
  void setName() {}
}
