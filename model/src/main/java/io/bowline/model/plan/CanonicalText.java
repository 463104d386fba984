package io.bowline.model.plan;

import io.bowline.model.artifact.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Fields with their lengths in front, so that no two different lists of fields have the same
/// bytes.
final class CanonicalText {
  private final StringBuilder text = new StringBuilder();

  /// @param form names the layout and its version; part of the bytes
  CanonicalText(String form) {
    add(form);
  }

  CanonicalText add(String field) {
    text.append(field.getBytes(StandardCharsets.UTF_8).length)
        .append(':')
        .append(field)
        .append('\n');
    return this;
  }

  CanonicalText addAll(List<String> fields) {
    add(Integer.toString(fields.size()));
    fields.forEach(this::add);
    return this;
  }

  byte[] bytes() {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  Digest digest() {
    return Digest.of(bytes());
  }
}
