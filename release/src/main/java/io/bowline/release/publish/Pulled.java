package io.bowline.release.publish;

import io.bowline.release.bundle.Bundle;
import java.util.List;

/// A release as it came from a registry, with every envelope that refers to it; nothing is judged
/// yet.
public record Pulled(Bundle bundle, List<byte[]> envelopes) {
  public Pulled {
    envelopes = List.copyOf(envelopes);
  }
}
