package io.bowline.runner.egress;

import java.util.List;
import java.util.Optional;

/// One kind of record that may leave.
///
/// @param kept what the control plane does with it
record RecordType(String name, Door door, String purpose, String kept, List<Field> fields) {
  RecordType {
    fields = List.copyOf(fields);
  }

  /// One field of it.
  ///
  /// @param name on the wire of the link; of a label or a metric at the other doors
  /// @param part that it belongs to, when the customer may keep it inside
  record Field(String name, String meaning, Optional<Part> part) {}

  static Field field(String name, String meaning) {
    return new Field(name, meaning, Optional.empty());
  }

  static Field field(String name, String meaning, Part part) {
    return new Field(name, meaning, Optional.of(part));
  }
}
