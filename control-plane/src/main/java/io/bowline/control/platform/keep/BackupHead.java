package io.bowline.control.platform.keep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.control.platform.store.StoredTable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What stands at the beginning of a backup.
///
/// @param form of the file; the first that was ever released is 1
/// @param schema the newest migration of its database
/// @param masterKey fingerprint of the key that its secrets are sealed under
/// @param tables in an order in which rows can be put back
record BackupHead(
    int form, String takenAt, String schema, String masterKey, List<StoredTable> tables) {
  static final int FORM = 1;

  private static final Pattern SCHEMA = Pattern.compile("\\d{1,9}(\\.\\d{1,9})*");

  private static final ObjectMapper JSON = new ObjectMapper();

  BackupHead {
    if (takenAt == null || masterKey == null || !SCHEMA.matcher(schema).matches()) {
      throw new IllegalArgumentException("a backup's head without time, key or schema");
    }
    tables = List.copyOf(tables);
  }

  byte[] encode() {
    return json(this);
  }

  /// Reads it, whatever it is.
  ///
  /// @throws IOException for what is no head of this form
  static BackupHead decode(byte[] text) throws IOException {
    int form = JSON.readTree(text).path("form").asInt(0);
    if (form != FORM) {
      throw new IOException(
          "it has the form %d, and this version reads the form %d".formatted(form, FORM));
    }
    return JSON.readValue(text, BackupHead.class);
  }

  static byte[] json(Object value) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a backup's description is no JSON", e);
    }
  }

  /// In one line.
  static String line(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a note that is no JSON", e);
    }
  }

  static Map<String, Long> sequences(byte[] text) throws IOException {
    return JSON.readValue(
        text, JSON.getTypeFactory().constructMapType(Map.class, String.class, Long.class));
  }
}
