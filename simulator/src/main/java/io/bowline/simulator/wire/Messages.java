package io.bowline.simulator.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The message table (`messages.txt`).
final class Messages {
  private static final Map<String, Map<Integer, Field>> TABLE = read();

  private Messages() {}

  /// One field of a message.
  ///
  /// @param type a scalar, `map:` and a type, or a message's name
  /// @param plain whether its zero value means that it is absent
  record Field(String name, String type, boolean repeated, boolean plain) {
    boolean inline() {
      return name.equals("inline");
    }
  }

  static Optional<Map<Integer, Field>> find(String message) {
    return Optional.ofNullable(TABLE.get(message));
  }

  private static Map<String, Map<Integer, Field>> read() {
    try (InputStream in = Messages.class.getResourceAsStream("messages.txt")) {
      if (in == null) {
        throw new IllegalStateException("messages.txt is missing beside Messages");
      }
      Map<String, Map<Integer, Field>> table = new HashMap<>();
      String current = "";
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      for (String line : lines) {
        List<String> cells = List.of(line.split(" ", -1));
        if (cells.getFirst().equals("message")) {
          current = cells.get(1);
          table.put(current, new HashMap<>());
        } else if (!cells.getFirst().equals("#")) {
          boolean repeated = cells.get(2).endsWith("*");
          boolean plain = cells.get(2).endsWith("?");
          String type = cells.get(2).replace("*", "").replace("?", "");
          table
              .getOrDefault(current, Map.of())
              .put(Integer.valueOf(cells.get(0)), new Field(cells.get(1), type, repeated, plain));
        }
      }
      return table;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
