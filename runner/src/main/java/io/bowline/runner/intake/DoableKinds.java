package io.bowline.runner.intake;

import java.util.Set;

/// The kinds of job that somebody in this runner does; the others are not offered to it.
///
/// @param kinds as in `JobSpec.kind()`
public record DoableKinds(Set<String> kinds) {
  public DoableKinds {
    kinds = Set.copyOf(kinds);
  }
}
