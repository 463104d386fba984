package io.bowline.cli.preflight;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/// One thing that was looked at.
///
/// @param check its name, which stays the same for machines
/// @param seen what there is
/// @param means what that is for an install; empty when all is well
/// @param fix exactly what to do; empty when there is nothing
record Seen(String check, Verdict verdict, String seen, String means, String fix) {
  /// What came of it, the worst last.
  enum Verdict {
    OK,
    /// Could not be looked at.
    UNKNOWN,
    WARN,
    FAIL
  }

  static Seen ok(String check, String seen) {
    return new Seen(check, Verdict.OK, seen, "", "");
  }

  static Seen unknown(String check, String seen, String means) {
    return new Seen(check, Verdict.UNKNOWN, seen, means, "");
  }

  ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("check", check)
        .put("verdict", verdict.name().toLowerCase(Locale.ROOT))
        .put("seen", seen)
        .put("means", means)
        .put("fix", fix);
  }
}
