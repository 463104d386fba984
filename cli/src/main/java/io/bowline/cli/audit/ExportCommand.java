package io.bowline.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Writes the whole chain down.
@Command(
    name = "export",
    description = {
      "Write the whole chain to standard output, oldest first, as JSON Lines.",
      "'bowline audit verify --file F' checks such a file, without the server."
    })
final class ExportCommand extends ApiVerb {
  private static final String PAGE = "200";

  @Mixin private Whose whose = new Whose();

  ExportCommand(Shell shell) {
    super(shell);
  }

  @Override
  protected Exit run(Api api, Printer printer) {
    var asked = new TreeMap<String, String>();
    asked.put("order", "oldest");
    asked.put("limit", PAGE);
    String next;
    do {
      JsonNode page = api.get(whose.path(api), asked);
      page.path("items").forEach(entry -> shell().out().println(entry));
      shell().out().flush();
      next = page.path("next").asText("");
      asked.put("cursor", next);
    } while (!next.isEmpty());
    return Exit.OK;
  }
}
