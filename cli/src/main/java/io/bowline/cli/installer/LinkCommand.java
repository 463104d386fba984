package io.bowline.cli.installer;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Prints the one-click link of an install.
@Command(
    name = "link",
    description = {
      "Print the link that opens the cloud's console with the install's values filled in.",
      "The token is in no link: make one with install token, and paste it into the form."
    })
public final class LinkCommand extends ApiVerb {
  @Parameters(paramLabel = "INSTALL", description = "Name or id.")
  private String install = "";

  LinkCommand(Shell shell) {
    super(shell);
  }

  @Override
  protected Exit run(Api api, Printer printer) {
    JsonNode shown =
        api.get(api.tenant("installs/" + Api.segment(install) + "/installer"), Map.of());
    for (JsonNode door : shown.path("items")) {
      if (door.has("link")) {
        printer.next(door, door.path("link").asText());
        return Exit.OK;
      }
    }
    String why = shown.path("why").asText(shown.at("/items/0/hint").asText("no door has a link"));
    throw new CliFailure(Exit.CONFLICT, "no one-click link for " + install + ": " + why);
  }
}
