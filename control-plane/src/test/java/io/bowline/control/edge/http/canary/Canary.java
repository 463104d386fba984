package io.bowline.control.edge.http.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.platform.store.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A text that must not be found again, in whichever form of writing.
record Canary(String what, String text) {
  private List<String> forms() {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String base64 = Base64.getEncoder().withoutPadding().encodeToString(bytes);
    return List.of(
        text,
        HexFormat.of().formatHex(bytes),
        // the last letters depend on what follows
        base64.substring(0, base64.length() - 2),
        text.substring(text.length() - 16));
  }

  /// It is in no row of any table.
  static void inNoTable(List<Canary> canaries) {
    Map<String, String> tables = new LinkedHashMap<>();
    TestDatabase.tables().forEach(table -> tables.put(table, TestDatabase.dump(table)));
    tables.forEach((table, rows) -> canaries.forEach(canary -> canary.isNotIn(table, rows)));
  }

  /// Looks for all of them in files, and for one that has to be there.
  static Searched searched(List<Canary> canaries, Canary plain) {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    texts.put(plain.what(), List.of(plain.text()));
    canaries.forEach(canary -> texts.put(canary.what(), canary.forms()));
    return new Searched(texts);
  }

  /// It is not in this text.
  void isNotIn(String where, String found) {
    for (String form : forms()) {
      assertThat(found.contains(form)).as("%s in %s", what, where).isFalse();
    }
  }
}
