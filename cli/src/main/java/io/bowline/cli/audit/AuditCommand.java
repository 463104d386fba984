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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Groups the verbs of the audit chain.
@Command(
    name = "audit",
    description = "The organization's audit: who did what, in a chain that shows a change.",
    subcommands = {
      AuditCommand.ListEntries.class,
      ExportCommand.class,
      VerifyCommand.class,
      ConfigurationCommand.class
    })
public final class AuditCommand {
  @Command(name = "list", description = "List what was done, newest first.")
  static final class ListEntries extends ApiVerb {
    private static final List<Column> COLUMNS =
        List.of(
            Column.of("NUMBER", "/number"),
            Column.of("TIME", "/at"),
            Column.of("WHO", "/actor"),
            Column.of("ACTION", "/action"),
            Column.of("SUBJECT", "/subject"),
            Column.of("FROM", "/source"),
            Column.of("DETAIL", "/detail"));

    @Mixin private Whose whose = new Whose();

    @Option(names = "--limit", paramLabel = "N", description = "At most (${DEFAULT-VALUE}).")
    private int limit = 50;

    ListEntries(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.list(api.list(whose.path(api), Map.of(), limit), COLUMNS);
      return Exit.OK;
    }
  }
}
