package io.bowline.cli.command;

import io.bowline.cli.api.Api;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Reads metrics of an install back.
@Command(name = "metrics", description = "Metrics of an install: the latest sample of each series.")
public final class MetricsCommand extends ApiVerb {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("NAME", "/name"),
          Column.of("LABELS", "/labels"),
          Column.of("VALUE", "/value"),
          Column.of("TIME", "/time"));

  @Parameters(paramLabel = "INSTALL", description = "Name or id.")
  private String install = "";

  @Option(names = "--name", paramLabel = "NAME", description = "Of this metric only.")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--since",
      paramLabel = "WHEN",
      description = "From then: a span such as 1h, or a time (${DEFAULT-VALUE}).")
  private String since = "1h";

  @Option(names = "--limit", paramLabel = "N", description = "At most (${DEFAULT-VALUE}).")
  private int limit = 1000;

  MetricsCommand(Shell shell) {
    super(shell);
  }

  @Override
  Exit run(Api api, Printer printer) {
    Map<String, String> query = new HashMap<>();
    name.ifPresent(text -> query.put("name", text));
    query.put("since", Since.parse(since, shell().world().now()).toString());
    printer.list(api.list(Installs.path(api, install, "metrics"), query, limit), COLUMNS);
    return Exit.OK;
  }
}
