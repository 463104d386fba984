package io.bowline.release.template;

import java.util.Set;

/// What became of a template.
public sealed interface Resolution {
  /// Everything was known.
  ///
  /// @param text plain text, or JSON where data was asked for
  record Resolved(String text) implements Resolution {}

  /// Outputs are not known yet: the component is planned at a later stage.
  record Deferred(Set<Reference.Output> missing) implements Resolution {
    public Deferred {
      missing = Set.copyOf(missing);
    }
  }

  /// It cannot be resolved at any stage.
  record Impossible(String reason) implements Resolution {}
}
