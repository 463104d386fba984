package io.bowline.cli.leaving;

import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Gives the customer's word that nothing is left.
@Command(
    name = "close",
    description = {
      "Give your word that the base layer is gone, so that the install is deprovisioned. Its certificate",
      "says that nobody has looked; what nobody has seen to be gone stands on it."
    })
public final class CloseCommand extends ApiVerb {
  @Parameters(paramLabel = "INSTALL", description = "Name or id.")
  private String install = "";

  @Option(
      names = "--confirm",
      required = true,
      paramLabel = "NAME",
      description = "The install's name once more.")
  private String confirm = "";

  CloseCommand(Shell shell) {
    super(shell);
  }

  @Override
  protected Exit run(Api api, Printer printer) {
    InventoryCommand.print(
        printer,
        api.post(
            api.tenant("installs/" + Api.segment(install)) + "/close",
            object().put("confirm", confirm)));
    return Exit.OK;
  }
}
