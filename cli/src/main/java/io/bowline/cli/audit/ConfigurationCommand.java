package io.bowline.cli.audit;

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

/// Lists how the control plane's own configuration changed.
@Command(
    name = "configuration",
    description = {
      "List how the control plane's own configuration changed, newest first (vendor's staff).",
      "Of a secret there is a digest, which says only whether it is another one."
    })
final class ConfigurationCommand extends ApiVerb {
  @Option(names = "--limit", paramLabel = "N", description = "At most (${DEFAULT-VALUE}).")
  private int limit = 50;

  ConfigurationCommand(Shell shell) {
    super(shell);
  }

  @Override
  protected Exit run(Api api, Printer printer) {
    printer.list(
        api.list("configuration-changes", Map.of(), limit),
        List.of(
            Column.of("TIME", "/at"),
            Column.of("HOST", "/host"),
            Column.of("VERSION", "/version"),
            Column.of("KEY", "/key"),
            Column.of("BEFORE", "/before"),
            Column.of("AFTER", "/after")));
    return Exit.OK;
  }
}
