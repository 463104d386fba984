package io.bowline.registry.storage;

import io.bowline.model.artifact.Digest;
import java.io.IOException;

/// Looks at one referrer after the other.
@FunctionalInterface
public interface ReferrerVisitor {
  /// Looks at one.
  ///
  /// @param descriptor the entry as JSON text
  /// @return whether to go on
  boolean visit(Digest referrer, String descriptor) throws IOException;
}
