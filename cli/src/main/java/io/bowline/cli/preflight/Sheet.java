package io.bowline.cli.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.model.preflight.Seen;
import io.bowline.model.preflight.Verdict;
import java.util.List;

/// What was seen, as people read it: a line for each look, and below what to do. Machines get all
/// of it in one list (docs/schema/preflight-v1.schema.json).
final class Sheet {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("CHECK", "/check"),
          Column.of("RESULT", "/verdict"),
          Column.of("SEEN", "/seen"));

  private Sheet() {}

  static void print(Printer printer, List<Seen> seen) {
    printer.list(seen.stream().map(Sheet::json).map(JsonNode.class::cast).toList(), COLUMNS);
    for (Seen one : seen) {
      if (one.verdict() != Verdict.OK) {
        printer.say(one.check() + ": " + one.means() + " " + one.fix());
        one.commands().forEach(line -> printer.say("    " + line));
      }
    }
  }

  private static ObjectNode json(Seen seen) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("check", seen.check())
            .put("verdict", seen.verdict().word())
            .put("seen", seen.seen())
            .put("means", seen.means())
            .put("fix", seen.fix());
    seen.commands().forEach(json.putArray("commands")::add);
    return json;
  }
}
