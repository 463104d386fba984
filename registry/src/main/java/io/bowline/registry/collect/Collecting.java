package io.bowline.registry.collect;

import io.bowline.registry.storage.Storage;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// A storage that throws away what nobody needs while it is used, also by other processes.
///
/// Never removed is: what a tag points at, what is needed by digest, what was pushed, mounted or
/// asked for within the order's grace, what any of these names, and what refers to any of these. So
/// a pusher who is told that a blob is there finds it there when the manifest comes, if that is
/// within the grace. A kill at any moment leaves a registry in which nothing kept is missing.
public interface Collecting extends Storage {
  /// Collects; empty when somebody else is at it, or reads the whole registry, at this moment, or
  /// has taken this one for dead and gone on.
  Optional<Report> collect(Order order) throws IOException;

  /// When a collection ended last, whichever process did it; dry runs do not count. Long ago when
  /// there was none.
  Instant lastCollected() throws IOException;
}
