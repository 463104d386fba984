package io.bowline.cloud.form;

import io.bowline.cloud.Complaint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The values that a form looks at, and what it finds wrong.
final class Given {
  private final Map<String, String> values;
  private final List<Complaint> complaints = new ArrayList<>();

  Given(Map<String, String> values) {
    this.values = new LinkedHashMap<>(values);
  }

  /// A value; empty when it is absent or somebody complained of it already.
  Optional<String> value(String field) {
    return complaints.stream().anyMatch(known -> known.field().equals(field))
        ? Optional.empty()
        : Optional.ofNullable(values.get(field));
  }

  void put(String field, String value) {
    values.put(field, value);
  }

  void complain(String field, String message) {
    complaints.add(new Complaint(field, message));
  }

  Map<String, String> values() {
    return values;
  }

  List<Complaint> complaints() {
    return complaints;
  }
}
