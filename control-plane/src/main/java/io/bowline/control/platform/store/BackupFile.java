package io.bowline.control.platform.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// What a backup file holds, as its last entry says it: a file that was cut short has none.
///
/// @param version of the file's form
/// @param schema version of the newest migration
/// @param sequences the last value of each
record BackupFile(
    int version, String schema, String takenAt, List<Table> tables, Map<String, Long> sequences) {
  static final int VERSION = 1;
  static final String MANIFEST = "manifest.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  /// One table, in an order in which rows can be put back.
  record Table(String name, List<String> columns, long rows) {
    /// Where its rows are, as COPY writes them.
    String entry() {
      return "tables/" + name + ".copy";
    }
  }

  byte[] encode() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a backup's description is no JSON", e);
    }
  }

  static BackupFile decode(byte[] json) {
    try {
      return JSON.readValue(json, BackupFile.class);
    } catch (IOException e) {
      throw new IllegalArgumentException("its description cannot be read: " + e.getMessage(), e);
    }
  }
}
