package io.bowline.simulator.kind;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// How lists and maps of known kinds are merged and owned (`lists.txt`).
public final class FieldRules {
  private static final List<Row> ROWS = read();

  private FieldRules() {}

  /// How server-side apply treats what is at a path.
  public sealed interface Ownership {
    /// Owned as one value.
    record Whole() implements Ownership {}

    /// A list whose items are values owned one by one.
    record Items() implements Ownership {}

    /// A list whose items are objects told apart by these fields.
    ///
    /// @param whole whether each item has one owner
    record Keyed(List<String> keys, boolean whole) implements Ownership {}

    /// Nothing is said: maps are owned field by field, lists whole.
    record Plain() implements Ownership {}
  }

  private record Row(
      String kind, List<String> tail, Ownership ownership, Optional<String> mergeKey) {
    boolean matches(String ofKind, List<String> path) {
      int from = path.size() - tail.size();
      return (kind.isEmpty() || kind.equals(ofKind))
          && from >= 0
          && path.subList(from, path.size()).equals(tail);
    }
  }

  /// Ownership at a path of field names (list items are not part of it).
  public static Ownership ownership(String kind, List<String> path) {
    return find(kind, path).map(Row::ownership).orElseGet(Ownership.Plain::new);
  }

  /// The strategic merge key at a path; `=` means a list of values that is merged.
  public static Optional<String> mergeKey(String kind, List<String> path) {
    return find(kind, path).flatMap(Row::mergeKey);
  }

  private static Optional<Row> find(String kind, List<String> path) {
    return ROWS.stream()
        .filter(row -> row.matches(kind, path))
        .max(
            java.util.Comparator.comparingInt(
                row -> row.tail().size() + (row.kind().isEmpty() ? 0 : 10)));
  }

  private static List<Row> read() {
    try (InputStream in = FieldRules.class.getResourceAsStream("lists.txt")) {
      if (in == null) {
        throw new IllegalStateException("lists.txt is missing beside FieldRules");
      }
      List<Row> rows = new ArrayList<>();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(line -> rows.add(row(line)));
      return List.copyOf(rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row row(String line) {
    List<String> cells = Stream.of(line.trim().split(" +", -1)).toList();
    int colon = cells.get(0).indexOf(':');
    String kind = colon < 0 ? "" : cells.get(0).substring(0, colon);
    List<String> tail = List.of(cells.get(0).substring(colon + 1).split("\\.", -1));
    return new Row(
        kind,
        tail,
        ownershipOf(cells.get(1)),
        Optional.of(cells.get(2)).filter(key -> !key.equals("-")));
  }

  private static Ownership ownershipOf(String cell) {
    if (cell.startsWith("map:") || cell.startsWith("one:")) {
      return new Ownership.Keyed(
          List.of(cell.substring(4).split(",", -1)), cell.startsWith("one:"));
    }
    return switch (cell) {
      case "set" -> new Ownership.Items();
      case "whole" -> new Ownership.Whole();
      default -> new Ownership.Plain();
    };
  }
}
