package io.bowline.release.lint;

import io.bowline.release.bundle.AuthorProblem;
import io.bowline.release.bundle.AuthorProblem.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What was found, each thing once: the inputs under which it was found first are named when they
/// are not the usual ones.
final class Findings {
  private final Map<Key, AuthorProblem> found = new LinkedHashMap<>();
  private String inputs = "";

  /// Which thing is meant; two renderings may say of it the same twice.
  private record Key(String file, int line, String subject, String message) {}

  /// Names the inputs with which is rendered from now on.
  ///
  /// @param set empty for the defaults
  void under(String set) {
    inputs = set;
  }

  void error(Rule rule, String file, int line, String subject, String message) {
    add(Severity.ERROR, file, line, subject, message, rule.id());
  }

  void warning(Rule rule, String file, int line, String subject, String message) {
    add(Severity.WARNING, file, line, subject, message, rule.id());
  }

  /// Notes what cannot be allowed.
  void fault(String file, int line, String subject, String message) {
    add(Severity.ERROR, file, line, subject, message, "");
  }

  private void add(
      Severity severity, String file, int line, String subject, String message, String rule) {
    String said = inputs.isEmpty() ? message : message + " (with inputs '" + inputs + "')";
    found.putIfAbsent(
        new Key(file, line, subject, message),
        new AuthorProblem(severity, file, line, subject, said, rule));
  }

  List<AuthorProblem> all() {
    return new ArrayList<>(found.values());
  }
}
