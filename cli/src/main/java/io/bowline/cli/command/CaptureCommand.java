package io.bowline.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Groups the verbs of captures.
@Command(
    name = "capture",
    description = "Captures: logs on request, scoped and limited in time.",
    subcommands = CaptureCommand.Start.class)
public final class CaptureCommand {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("ID", "/id"),
          Column.of("INSTALL", "/install"),
          Column.of("COMPONENTS", "/components"),
          Column.of("SINCE", "/since"),
          Column.of("UNTIL", "/until"),
          Column.of("JOB", "/job"));

  @Command(name = "start", description = "Ask for logs of components, until a moment.")
  static final class Start extends ApiVerb {
    @Parameters(paramLabel = "INSTALL", description = "Name or id.")
    private String install = "";

    @Option(
        names = "--component",
        required = true,
        paramLabel = "NAME",
        description = "Of this component; may be given several times.")
    private List<String> components = List.of();

    @Option(names = "--since", paramLabel = "WHEN", description = "From then (${DEFAULT-VALUE}).")
    private String since = "10m";

    @Option(names = "--for", paramLabel = "SPAN", description = "For so long (${DEFAULT-VALUE}).")
    private String length = "15m";

    Start(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      Instant now = shell().world().now();
      ObjectNode body =
          object()
              .put("since", Since.parse(since, now).toString())
              .put("until", now.plus(Since.span(length)).toString());
      components.forEach(body.putArray("components")::add);
      printer.one(api.post(Installs.path(api, install, "captures"), body), COLUMNS);
      return Exit.OK;
    }
  }
}
