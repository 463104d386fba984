package io.bowline.registry.platform;

import java.util.UUID;
import java.util.function.Supplier;

/// Names nobody can guess; an upload's name is what its owner proves ownership with.
public final class RandomNames implements Supplier<String> {
  @Override
  public String get() {
    return UUID.randomUUID().toString();
  }
}
