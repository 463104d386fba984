package io.bowline.release.publish;

import io.bowline.release.bundle.Bundle;
import java.util.List;

/// A release as it came from a registry, with every envelope that refers to it; nothing is judged
/// yet.
///
/// @param envelopes signed statements about it
/// @param roots signed trust roots that came with it
public record Pulled(Bundle bundle, List<byte[]> envelopes, List<byte[]> roots) {
  public Pulled {
    envelopes = List.copyOf(envelopes);
    roots = List.copyOf(roots);
  }

  /// Without a change of keys.
  public Pulled(Bundle bundle, List<byte[]> envelopes) {
    this(bundle, envelopes, List.of());
  }
}
