package io.bowline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.print.Printer;
import java.util.ArrayList;
import java.util.List;

/// A plan's steps and diffs as lines for people.
final class PlanText {
  private PlanText() {}

  static List<String> lines(JsonNode plan) {
    List<String> lines = new ArrayList<>();
    for (JsonNode step : plan.path("steps")) {
      lines.add("");
      lines.add(
          "%s  %s %s (%s)"
              .formatted(
                  Printer.text(step.path("name")),
                  Printer.text(step.path("action")),
                  Printer.text(step.path("kind")),
                  Printer.text(step.path("component"))));
      step.path("diff").forEach(line -> lines.add("  " + Printer.text(line)));
    }
    for (JsonNode deferred : plan.path("deferred")) {
      lines.add("");
      lines.add(Printer.text(deferred) + "  planned later, when its inputs are known");
    }
    return lines;
  }
}
