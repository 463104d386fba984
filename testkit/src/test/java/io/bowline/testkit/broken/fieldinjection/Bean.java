package io.bowline.testkit.broken.fieldinjection;

import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

class Bean {
  @Inject @Nullable String name;
}
