package io.bowline.control.fleet.form;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cloud.Complaint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which keys a part of a fleet has, and what their values may be.
public record Form(List<Key> keys) {
  // a stranger's body may have a hundred thousand keys, and each would be answered
  private static final int MOST_COMPLAINTS = 10;
  private static final int LONGEST_NAME = 60;

  public Form {
    keys = List.copyOf(keys);
  }

  /// Of these keys.
  static Form of(Key... keys) {
    return new Form(List.of(keys));
  }

  /// What came of reading.
  public sealed interface Reading {
    /// The values, with nothing for what was not sent.
    record Good(Map<String, Object> values) implements Reading {}

    /// What is wrong, at least one thing.
    record Refused(List<Complaint> complaints) implements Reading {}
  }

  /// Reads what was sent.
  ///
  /// @param field where it was sent, for complaints
  public Reading read(String field, Map<String, JsonNode> sent) {
    var complaints = new ArrayList<Complaint>();
    sent.keySet().stream()
        .filter(name -> key(name).isEmpty())
        .limit(MOST_COMPLAINTS)
        .forEach(
            name -> complaints.add(new Complaint(field + "." + shortened(name), unknown(field))));
    var values = new LinkedHashMap<String, Object>();
    for (Key key : keys) {
      JsonNode value = sent.get(key.name());
      if (value != null && !value.isNull()) {
        key.reader()
            .apply(value)
            .ifPresentOrElse(
                read -> values.put(key.name(), read),
                () -> complaints.add(new Complaint(field + "." + key.name(), key.says() + ".")));
      } else if (key.required()) {
        complaints.add(
            new Complaint(field + "." + key.name(), "is missing: it " + key.says() + "."));
      }
    }
    return complaints.isEmpty()
        ? new Reading.Good(Map.copyOf(values))
        : new Reading.Refused(complaints.stream().limit(MOST_COMPLAINTS).toList());
  }

  private Optional<Key> key(String name) {
    return keys.stream().filter(key -> key.name().equals(name)).findFirst();
  }

  private String unknown(String field) {
    return "is not known here: %s has %s."
        .formatted(field, keys.stream().map(Key::name).collect(Collectors.joining(", ")));
  }

  private static String shortened(String name) {
    return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name;
  }
}
