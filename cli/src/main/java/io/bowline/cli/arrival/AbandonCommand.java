package io.bowline.cli.arrival;

import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Gives an install up.
@Command(
    name = "abandon",
    description = {
      "Give an install up, wherever on its way it is: its tokens admit nobody, its runner comes in no",
      "more. What is in the account stays there (see: install uninstall). A new token takes it back."
    })
public final class AbandonCommand extends ApiVerb {
  @Parameters(paramLabel = "INSTALL", description = "Name or id.")
  private String install = "";

  @Option(
      names = "--confirm",
      required = true,
      paramLabel = "NAME",
      description = "The install's name once more.")
  private String confirm = "";

  AbandonCommand(Shell shell) {
    super(shell);
  }

  @Override
  protected Exit run(Api api, Printer printer) {
    printer.one(
        api.post(
            api.tenant("installs/" + Api.segment(install)) + "/abandon",
            object().put("confirm", confirm)),
        List.of(
            Column.of("NAME", "/name"),
            Column.of("STATUS", "/status"),
            Column.of("REASON", "/reason")));
    return Exit.OK;
  }
}
