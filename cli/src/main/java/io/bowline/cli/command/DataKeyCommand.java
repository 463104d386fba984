package io.bowline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Shows or changes the key under which an organization's secrets are sealed.
@Command(
    name = "data-key",
    description = {
      "Show since when the organization has its data key, or have it changed.",
      "What is sealed is sealed anew within seconds; the former key is destroyed an hour later."
    })
final class DataKeyCommand extends ApiVerb {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("SINCE", "/since"),
          Column.of("CHANGE ASKED BY", "/askedBy"),
          Column.of("FORMER UNTIL", "/formerUntil"));

  @Option(names = "--rotate", description = "Ask for another one.")
  private boolean rotate = false;

  DataKeyCommand(Shell shell) {
    super(shell);
  }

  @Override
  protected Exit run(Api api, Printer printer) {
    JsonNode key =
        rotate
            ? api.post(api.tenant("data-key/rotate"), object())
            : api.get(api.tenant("data-key"), Map.of());
    printer.one(key, COLUMNS);
    return Exit.OK;
  }
}
