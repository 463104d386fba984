package io.bowline.cli.arrival;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows what doors told.
@Command(
    name = "reports",
    description = {
      "Show what installers told of an install: what they made in the account, and what failed.",
      "With --made, everything that was made, one line each."
    })
public final class ReportsCommand extends ApiVerb {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("TIME", "/at"),
          Column.of("DOOR", "/door"),
          Column.of("PHASE", "/phase"),
          Column.of("ATTEMPT", "/attempt"),
          Column.of("VOUCHED", "/vouchedFor"),
          Column.of("REASON", "/reason"));
  private static final List<Column> MADE =
      List.of(Column.of("KIND", "/kind"), Column.of("ID", "/id"), Column.of("NAME", "/name"));

  @Parameters(paramLabel = "INSTALL", description = "Name or id.")
  private String install = "";

  @Option(names = "--made", description = "What they made.")
  private boolean made = false;

  ReportsCommand(Shell shell) {
    super(shell);
  }

  @Override
  protected Exit run(Api api, Printer printer) {
    List<JsonNode> rows = new ArrayList<>();
    for (JsonNode report :
        api.get(api.tenant("installs/" + Api.segment(install)) + "/door-reports", Map.of())) {
      if (made) {
        report.path("made").forEach(rows::add);
      } else {
        rows.add(report);
      }
    }
    printer.list(rows.stream().distinct().toList(), made ? MADE : COLUMNS);
    return Exit.OK;
  }
}
