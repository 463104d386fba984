package io.bowline.cli.installer;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Prints the one-click link of an install.
@Command(
    name = "link",
    description = {
      "Print the link that opens the cloud's console with the install's values filled in.",
      "The token is in no link: make one with install token, and paste it into the form.",
      "With --role: the link that makes the one-shot role first, under which the rest is made."
    })
public final class LinkCommand extends ApiVerb {
  private static final String ROLE = "installer-role";

  @Parameters(paramLabel = "INSTALL", description = "Name or id.")
  private String install = "";

  @Option(names = "--role", description = "The role's, with its external id and its end.")
  private boolean role;

  @Option(
      names = "--until",
      paramLabel = "DATE",
      description =
          "With --role: the day on which it ends, at its beginning, UTC; left out: in a day.")
  private Optional<LocalDate> until = Optional.empty();

  @Mixin private ChoiceOptions choices = new ChoiceOptions();

  LinkCommand(Shell shell) {
    super(shell);
  }

  @Override
  protected Exit run(Api api, Printer printer) {
    if (until.isPresent() && !role) {
      throw new CliFailure(Exit.USAGE, "--until is the role's end: say --role with it");
    }
    until.ifPresent(
        day -> choices.put("until", day.atStartOfDay(ZoneOffset.UTC).toInstant().toString()));
    JsonNode shown =
        api.get(api.tenant("installs/" + Api.segment(install) + "/installer"), choices.query());
    for (JsonNode door : shown.path("items")) {
      if (door.has("link") && door.path("door").asText().equals(ROLE) == role) {
        printer.next(door, door.path("link").asText());
        if (role) {
          printer.say("EXTERNAL ID: " + Printer.text(shown.path("externalId")) + ", no secret");
          printer.say("ENDS: " + Printer.text(door.path("until")));
        }
        return Exit.OK;
      }
    }
    String why = shown.path("why").asText(shown.at("/items/0/hint").asText("no door has a link"));
    throw new CliFailure(Exit.CONFLICT, "no one-click link for " + install + ": " + why);
  }
}
