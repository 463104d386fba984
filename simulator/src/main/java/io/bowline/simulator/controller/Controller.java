package io.bowline.simulator.controller;

import io.bowline.simulator.storage.Change;
import io.bowline.simulator.storage.Key;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/// Makes one kind of object come true; level triggered, safe to repeat.
interface Controller {
  /// Which objects are to be looked at after a change.
  Collection<Key> touched(Change change);

  /// Looks at one object and acts; tells when to look again though nothing changed.
  Optional<Duration> reconcile(Key key);
}
