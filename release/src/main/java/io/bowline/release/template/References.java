package io.bowline.release.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Set;

/// Finds what texts and data ask for.
public final class References {
  private References() {}

  /// Every reference in a text.
  ///
  /// @throws MalformedTemplate for an expression that is neither of the two
  public static Set<Reference> in(String text) {
    Set<Reference> found = new LinkedHashSet<>();
    for (Segment segment : Segment.split(text)) {
      if (segment instanceof Segment.Hole(Reference reference)) {
        found.add(reference);
      }
    }
    return found;
  }

  /// Every reference in the texts of a tree; keys are not templates.
  ///
  /// @throws MalformedTemplate for an expression that is neither of the two
  public static Set<Reference> in(JsonNode tree) {
    Set<Reference> found = new LinkedHashSet<>();
    if (tree.isTextual()) {
      found.addAll(in(tree.textValue()));
    }
    tree.forEach(child -> found.addAll(in(child)));
    return found;
  }
}
