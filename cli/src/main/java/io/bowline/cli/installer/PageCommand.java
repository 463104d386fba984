package io.bowline.cli.installer;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Prints what an install will be, for whoever runs the account.
@Command(
    name = "page",
    description = {
      "Print one page for whoever runs the account, before anything is made: what will be created, what it",
      "costs, which rights stay, what the vendor can read and what not, how to leave. With --cloud instead of",
      "an install: for every install."
    })
public final class PageCommand extends ApiVerb {
  private static final String OUTLOOK = "/outlook";

  @ArgGroup(multiplicity = "1")
  private InstallOrCloud of = new InstallOrCloud();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write it to this file, or into this folder under its usual name.")
  private Optional<Path> out = Optional.empty();

  PageCommand(Shell shell) {
    super(shell);
  }

  @Override
  protected Exit run(Api api, Printer printer) {
    JsonNode outlook = api.get(of.path(api) + OUTLOOK, Map.of());
    if (out.isPresent()) {
      return new Rendered(outlook.path("page")).put(shell(), out, printer);
    }
    printer.file(outlook, outlook.at("/page/text").asText());
    return Exit.OK;
  }

  /// A few lines of it, for somebody who has just created the install; none where the control plane
  /// cannot tell yet.
  public static void lines(Api api, Printer printer, String install) {
    JsonNode outlook;
    try {
      outlook =
          api.get(
              api.tenant("installs/" + Api.segment(install) + "/installer") + OUTLOOK, Map.of());
    } catch (CliFailure failure) {
      if (failure.exit() == Exit.CONFLICT || failure.exit() == Exit.NOT_FOUND) {
        return;
      }
      throw failure;
    }
    int things = 0;
    for (JsonNode kind : outlook.path("makes")) {
      things += kind.path("count").asInt();
    }
    JsonNode bill = outlook.path("bill");
    if (things > 0 && bill.isObject()) {
      printer.say(
          "Nothing is made yet. A door makes %d things, about %s %s a month by list prices of %s (%s); with the usual pools %s."
              .formatted(
                  things,
                  Printer.text(bill.path("base")),
                  Printer.text(bill.path("currency")),
                  Printer.text(bill.path("region")),
                  Printer.text(bill.path("asOf")),
                  Printer.text(bill.path("whole"))));
    }
    printer.say("Look first: " + Printer.text(outlook.path("look")));
    printer.say("All of it, and how to leave: bowline install page " + install);
  }
}
