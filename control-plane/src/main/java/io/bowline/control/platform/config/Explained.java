package io.bowline.control.platform.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Says in a sentence what a configuration key does; `docs/configuration.md` is made from it.
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Explained {
  /// The sentence, for the person who sets the key.
  String value();
}
