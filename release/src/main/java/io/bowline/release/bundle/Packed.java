package io.bowline.release.bundle;

import java.util.List;

/// What packing an author's folder gave.
public sealed interface Packed {
  /// A bundle, ready to be pushed and signed.
  record Done(Bundle bundle) implements Packed {}

  /// Everything that is wrong with the folder.
  record Refused(List<AuthorProblem> problems) implements Packed {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
