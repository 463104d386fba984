package io.bowline.testkit.broken.stores.two;

import io.bowline.testkit.broken.stores.one.store.OneStore;

final class Two {
  static OneStore store() {
    return new OneStore();
  }
}
