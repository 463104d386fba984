package io.bowline.cli.command;

import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Groups the verbs of runners.
@Command(
    name = "runner",
    description = "Runners of installs. ('bowline runner' without a verb starts one.)",
    subcommands = {RunnerCommand.ListRunners.class, RunnerCommand.Revoke.class})
public final class RunnerCommand {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("ID", "/id"),
          Column.of("INSTALL", "/install"),
          Column.of("CONNECTED", "/connected"),
          Column.of("VERSION", "/version"),
          Column.of("SEEN", "/seenAt"));

  @Command(name = "list", description = "List an install's runners.")
  static final class ListRunners extends ApiVerb {
    @Parameters(paramLabel = "INSTALL", description = "Name or id.")
    private String install = "";

    ListRunners(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.list(api.list(Installs.path(api, install, "runners"), Map.of(), 100), COLUMNS);
      return Exit.OK;
    }
  }

  @Command(name = "revoke", description = "Revoke a runner's certificate and key for good.")
  static final class Revoke extends ApiVerb {
    @Parameters(paramLabel = "RUNNER", description = "Id.")
    private String runner = "";

    Revoke(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      api.delete(api.tenant("runners/" + Api.segment(runner)));
      printer.say("revoked " + runner);
      return Exit.OK;
    }
  }
}
