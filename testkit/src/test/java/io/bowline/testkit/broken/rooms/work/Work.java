package io.bowline.testkit.broken.rooms.work;

import io.bowline.testkit.broken.rooms.link.Link;

final class Work {
  static Link link() {
    return new Link();
  }
}
