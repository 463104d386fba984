package io.bowline.cli.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Reason;
import io.bowline.model.preflight.Seen;
import io.bowline.model.preflight.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.StringJoiner;

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

  /// The same in a file, to be kept or sent by whoever looked: what `-o json` prints, or where the
  /// file's name ends with `.md` a page to be read.
  ///
  /// @param at when it was looked
  static void report(Path file, Instant at, List<Seen> seen) {
    try {
      Files.writeString(
          file,
          file.toString().endsWith(".md") ? page(at, seen) : array(seen).toPrettyString() + "\n");
    } catch (IOException e) {
      throw new CliFailure(Exit.FAILED, "cannot write " + file + ": " + Reason.of(e));
    }
  }

  private static ArrayNode array(List<Seen> seen) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    seen.forEach(one -> all.add(json(one)));
    return all;
  }

  private static String page(Instant at, List<Seen> seen) {
    var page = new StringJoiner("\n");
    page.add("# Preflight, " + at.truncatedTo(ChronoUnit.SECONDS)).add("");
    page.add("Worst of all: " + Verdict.worst(seen).word() + ".").add("");
    page.add("| check | result | seen |").add("|---|---|---|");
    for (Seen one : seen) {
      page.add(
          "| %s | %s | %s |"
              .formatted(one.check(), one.verdict().word(), one.seen().replace("|", "\\|")));
    }
    for (Seen one : seen) {
      if (one.verdict() != Verdict.OK) {
        page.add("").add("## " + one.check()).add("").add(one.means() + " " + one.fix());
        if (!one.commands().isEmpty()) {
          page.add("");
          one.commands().forEach(line -> page.add("    " + line));
        }
      }
    }
    return page + "\n";
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
