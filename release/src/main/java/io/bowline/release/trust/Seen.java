package io.bowline.release.trust;

import io.bowline.model.artifact.Digest;
import java.util.Optional;

/// The newest release of a product that a runner has ever accepted; it only grows, and is kept with
/// the runner's state.
public record Seen(long sequence, Optional<Digest> manifest) {
  /// Before the first release.
  public static final Seen NOTHING = new Seen(0, Optional.empty());

  /// After accepting a release.
  public Seen after(Statement.Published accepted) {
    return accepted.sequence() > sequence
        ? new Seen(accepted.sequence(), Optional.of(accepted.manifest()))
        : this;
  }
}
