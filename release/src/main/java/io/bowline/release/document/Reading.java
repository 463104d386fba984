package io.bowline.release.document;

import io.bowline.model.release.Release;
import java.util.List;

/// What reading a release document gave.
public sealed interface Reading {
  /// A valid release.
  record Valid(Release release) implements Reading {}

  /// Every problem that was found, in the order of the document.
  record Invalid(List<Problem> problems) implements Reading {
    public Invalid {
      problems = List.copyOf(problems);
    }

    /// All of them in one line, for an error message.
    public String sentence() {
      String first = problems.getFirst().toString();
      return problems.size() == 1 ? first : first + " (and " + (problems.size() - 1) + " more)";
    }
  }
}
