package io.bowline.cli.installer;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Lists the ways into an account, or writes the template of one.
@Command(
    name = "template",
    description = {
      "List the ways into an install's account, or with --door print the template of one.",
      "With --cloud instead of an install: the form that fits every install, for your bucket."
    })
public final class TemplateCommand extends ApiVerb {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("DOOR", "/door"),
          Column.of("WHAT", "/title"),
          Column.of("LINK", "/link"),
          Column.of("HINT", "/hint"));

  @ArgGroup(multiplicity = "1")
  private InstallOrCloud of = new InstallOrCloud();

  @Option(names = "--door", paramLabel = "DOOR", description = "Which way in, as listed.")
  private Optional<String> door = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write it to this file, or into this folder under its usual name.")
  private Optional<Path> out = Optional.empty();

  @Mixin private ChoiceOptions choices = new ChoiceOptions();

  TemplateCommand(Shell shell) {
    super(shell);
  }

  @Override
  protected Exit run(Api api, Printer printer) {
    String path = of.path(api);
    return door.isPresent()
        ? new Rendered(api.get(path + "/" + Api.segment(door.get()), choices.query()))
            .put(shell(), out, printer)
        : list(api.get(path, choices.query()), printer);
  }

  private static Exit list(JsonNode shown, Printer printer) {
    List<JsonNode> doors = new ArrayList<>();
    shown.path("items").forEach(doors::add);
    printer.list(doors, COLUMNS);
    if (shown.has("why")) {
      printer.say(Printer.text(shown.path("why")));
    }
    return Exit.OK;
  }
}
