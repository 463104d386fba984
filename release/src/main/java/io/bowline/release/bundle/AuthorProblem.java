package io.bowline.release.bundle;

import java.util.Comparator;

/// Something in an author's folder that keeps it from being a release, or that its author should
/// know.
///
/// @param file relative to the folder
/// @param line counted from 1; 0 when the file as a whole is meant
/// @param field path in the file, or the object that is meant; may be empty
/// @param rule by which an author may allow it with a reason; empty when nobody can
public record AuthorProblem(
    Severity severity, String file, int line, String field, String message, String rule)
    implements Comparable<AuthorProblem> {
  private static final Comparator<AuthorProblem> ORDER =
      Comparator.comparing(AuthorProblem::file)
          .thenComparingInt(AuthorProblem::line)
          .thenComparing(AuthorProblem::toString);

  /// Whether a release can be made all the same.
  public enum Severity {
    ERROR,
    WARNING
  }

  /// An error.
  public static AuthorProblem error(String file, int line, String field, String message) {
    return new AuthorProblem(Severity.ERROR, file, line, field, message, "");
  }

  /// A warning.
  public static AuthorProblem warning(String file, int line, String message) {
    return new AuthorProblem(Severity.WARNING, file, line, "", message, "");
  }

  @Override
  public int compareTo(AuthorProblem other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    String place = line > 0 ? file + ":" + line : file;
    String subject = field.isEmpty() ? message : field + " " + message;
    return place
        + ": "
        + (severity == Severity.WARNING ? "warning: " : "")
        + subject
        + (rule.isEmpty() ? "" : " [" + rule + "]");
  }
}
