package io.bowline.cli.leaving;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Has the runner remove what it installed, or says that none will.
@Command(
    name = "uninstall",
    description = {
      "Have the runner remove everything it installed, in reverse order. What holds data stays (see DATA",
      "in 'bowline install inventory'), but for what --erase names. The base layer is the customer's.",
      "With --runner-gone: nothing is removed."
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

  @Option(
      names = "--erase",
      paramLabel = "KIND/NAME",
      description = {
        "Erase this, too, though it holds data: its kind and name out of the inventory, as",
        "kubernetes/PersistentVolumeClaim/bowline/data-0. May be given more than once; at a terminal each",
        "is to be typed once more. There is no word for all of them."
      })
  private List<String> erase = List.of();

  UninstallCommand(Shell shell) {
    super(shell);
  }

  @Override
  protected Exit run(Api api, Printer printer) {
    String path = api.tenant("installs/" + Api.segment(install));
    if (runnerGone && !erase.isEmpty()) {
      throw new CliFailure(
          Exit.USAGE, "--erase is the runner's work, and with --runner-gone there is none");
    }
    if (runnerGone) {
      InventoryCommand.print(
          printer, api.post(path + "/runner-gone", object().put("confirm", confirm)));
      return Exit.OK;
    }
    ObjectNode wish = object().put("confirm", confirm);
    if (!erase.isEmpty()) {
      typedAgain();
      erase.forEach(wish.putArray("erase")::add);
    }
    printer.one(
        api.post(path + "/uninstall", wish),
        List.of(Column.of("JOB", "/job"), Column.of("INSTALL", "/install")));
    return Exit.OK;
  }

  /// Whoever sits at the terminal types each once more; the runner refuses what it does not know.
  private void typedAgain() {
    for (String name : erase) {
      Optional<String> typed =
          shell()
              .world()
              .ask(
                  "%s is erased with all that is in it. Type it once more: ".formatted(name),
                  false);
      if (typed.isPresent() && !typed.get().strip().equals(name)) {
        throw new CliFailure(
            Exit.USAGE, "not the same name: nothing was asked for, and everything stays");
      }
    }
  }
}
