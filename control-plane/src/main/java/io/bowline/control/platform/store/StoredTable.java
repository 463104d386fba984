package io.bowline.control.platform.store;

import java.util.List;
import java.util.Objects;

/// A table and its columns, as the database quotes them.
public record StoredTable(String name, List<String> columns) {
  public StoredTable {
    Objects.requireNonNull(name);
    columns = List.copyOf(columns);
  }

  String list() {
    return String.join(",", columns);
  }
}
