package io.bowline.control.artifact;

import io.bowline.registry.Right;
import java.time.Instant;
import java.util.List;

/// A short-lived stand-in for a credential, good for what was asked for.
///
/// It grants nothing by itself: whoever bears it may do what the credential's owner may do within
/// seconds of its use, and of that only what the pass was asked for.
public record Pass(Credential credential, List<Wish> wishes, Instant expires) {
  public Pass {
    wishes = List.copyOf(wishes);
  }

  /// Whether the pass was asked for this.
  public boolean covers(Right right, String repository) {
    return wishes.stream().anyMatch(wish -> wish.covers(right, repository));
  }
}
