package io.bowline.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What one measurement found, for people and for programs.
record BenchReport(String name, List<Row> rows, Map<String, String> versions) {
  private static final ObjectMapper JSON = new ObjectMapper();

  BenchReport {
    rows = List.copyOf(rows);
    versions = Collections.unmodifiableMap(new TreeMap<>(versions));
  }

  /// Whether every row with a budget is within it.
  boolean met() {
    return rows.stream().allMatch(row -> row.met().orElse(true));
  }

  void write(Path file) throws IOException {
    Files.writeString(
        file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json()) + "\n");
  }

  ObjectNode json() {
    ObjectNode report = JSON.createObjectNode().put("name", name);
    var list = report.putArray("rows");
    for (Row row : rows) {
      ObjectNode one = list.addObject().put("row", row.row()).put("ours", row.ours());
      ObjectNode peers = one.putObject("peers");
      row.peers().forEach(peers::put);
      row.ratio().ifPresentOrElse(ratio -> one.put("ratio", ratio), () -> one.putNull("ratio"));
      row.budget().ifPresentOrElse(most -> one.put("budget", most), () -> one.putNull("budget"));
      row.met().ifPresentOrElse(met -> one.put("met", met), () -> one.putNull("met"));
    }
    ObjectNode named = report.putObject("versions");
    versions.forEach(named::put);
    return report;
  }

  String text() {
    var text = new StringBuilder();
    for (Row row : rows) {
      text.append(String.format(Locale.ROOT, "%-44s %10.2f", row.row(), row.ours()));
      row.budget()
          .ifPresent(most -> text.append(String.format(Locale.ROOT, "   budget %8.2f", most)));
      row.met().ifPresent(met -> text.append(met ? "   met" : "   NOT MET"));
      row.peers()
          .forEach((peer, figure) ->
              text.append(String.format(Locale.ROOT, "   %s %.2f", peer, figure)));
      text.append('\n');
    }
    versions.forEach((what, version) ->
        text.append("  ").append(what).append(": ").append(version).append('\n'));
    return text.toString();
  }
}
