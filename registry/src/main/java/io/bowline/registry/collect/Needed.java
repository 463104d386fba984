package io.bowline.registry.collect;

import io.bowline.model.artifact.Digest;
import java.io.IOException;
import java.util.Set;

/// What must stay although no tag points at it, because something outside of the registry names it
/// by digest.
@FunctionalInterface
public interface Needed {
  /// Manifests of a repository that must stay, whether or not they are there.
  Set<Digest> in(String repository) throws IOException;

  /// Nothing but what the registry itself knows.
  static Needed nothing() {
    return repository -> Set.of();
  }
}
