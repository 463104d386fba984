package io.bowline.runner.egress;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Every type of record that may leave the account (invariant 8). What is not in it does not leave,
/// and `docs/what-leaves.md` is written from it.
public final class Catalogue {
  private static final String NAME = "__name__";
  private static final Set<String> OF_A_POD = Set.of("component", "namespace", "pod");

  private final List<RecordType> types;
  private final SortedMap<String, RecordType.Field> link = new TreeMap<>();

  private Catalogue(List<RecordType> types) {
    this.types = List.copyOf(types);
    for (RecordType type : types) {
      if (type.door() == Door.LINK) {
        type.fields().forEach(field -> link.put(field.name(), field));
      }
    }
  }

  public static Catalogue whole() {
    var types = new ArrayList<>(LinkRecords.all());
    types.addAll(TelemetryRecords.all());
    return new Catalogue(types);
  }

  /// The same without one field: what a runner would do with one that nobody declared.
  Catalogue without(String type, String field) {
    return new Catalogue(
        types.stream()
            .map(one ->
                one.name().equals(type)
                    ? new RecordType(
                        one.name(),
                        one.door(),
                        one.purpose(),
                        one.kept(),
                        one.fields().stream().filter(f -> !f.name().equals(field)).toList())
                    : one)
            .toList());
  }

  List<RecordType> types() {
    return types;
  }

  /// A field of the link's messages, if it is declared.
  Optional<RecordType.Field> link(String name) {
    return Optional.ofNullable(link.get(name));
  }

  Set<String> linkFields() {
    return Set.copyOf(link.keySet());
  }

  /// What a stream of lines, or a series of samples, belongs to by its labels: the field that says
  /// so, if every label and the metric are declared.
  Optional<RecordType.Field> series(Door door, SortedMap<String, String> labels) {
    return typeOf(door, labels).flatMap(type -> declared(type, labels));
  }

  private Optional<RecordType> typeOf(Door door, SortedMap<String, String> labels) {
    RecordType type =
        switch (door) {
          case LOGS -> TelemetryRecords.LOGS;
          case METRICS -> measured(labels);
          case LINK, ARTIFACTS ->
              throw new IllegalArgumentException("no series leave by " + door.way());
        };
    return types.stream().filter(one -> one.name().equals(type.name())).findFirst();
  }

  /// What is not of a pod is of the runner itself.
  private static RecordType measured(SortedMap<String, String> labels) {
    if (!labels.keySet().containsAll(OF_A_POD)) {
      return TelemetryRecords.RUNNER;
    }
    String metric = TelemetryRecords.METRIC + labels.getOrDefault(NAME, "");
    boolean known =
        TelemetryRecords.PODS.fields().stream().anyMatch(field -> field.name().equals(metric));
    return known ? TelemetryRecords.PODS : TelemetryRecords.ENDPOINTS;
  }

  private static Optional<RecordType.Field> declared(
      RecordType type, SortedMap<String, String> labels) {
    for (var label : labels.entrySet()) {
      boolean metric = label.getKey().equals(NAME);
      String name = metric ? TelemetryRecords.METRIC + label.getValue() : label.getKey();
      String any = metric ? TelemetryRecords.ANY_METRIC : TelemetryRecords.ANY_LABEL;
      if (type.fields().stream().noneMatch(f -> f.name().equals(name) || f.name().equals(any))) {
        return Optional.empty();
      }
    }
    return Optional.of(type.fields().getLast());
  }
}
