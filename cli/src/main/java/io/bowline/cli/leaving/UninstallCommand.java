package io.bowline.cli.leaving;

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

/// Has the runner remove what it installed, or says that none will.
@Command(
    name = "uninstall",
    description = {
      "Have the runner remove everything it installed, in reverse order, with its data except for",
      "volumes of StatefulSets. The base layer is the customer's. With --runner-gone: nothing is removed."
    })
public final class UninstallCommand extends ApiVerb {
  @Parameters(paramLabel = "INSTALL", description = "Name or id.")
  private String install = "";

  @Option(
      names = "--confirm",
      required = true,
      paramLabel = "NAME",
      description = "The install's name once more: this cannot be taken back.")
  private String confirm = "";

  @Option(
      names = "--runner-gone",
      description = {
        "No runner of it will ever come (again): the customer removes what it had installed, too. Its",
        "tokens and certificates end."
      })
  private boolean runnerGone = false;

  UninstallCommand(Shell shell) {
    super(shell);
  }

  @Override
  protected Exit run(Api api, Printer printer) {
    String path = api.tenant("installs/" + Api.segment(install));
    if (runnerGone) {
      InventoryCommand.print(
          printer, api.post(path + "/runner-gone", object().put("confirm", confirm)));
      return Exit.OK;
    }
    printer.one(
        api.post(path + "/uninstall", object().put("confirm", confirm)),
        List.of(Column.of("JOB", "/job"), Column.of("INSTALL", "/install")));
    return Exit.OK;
  }
}
