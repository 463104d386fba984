package io.bowline.cli.command;

import io.bowline.cli.api.Api;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Groups the verbs of organizations.
@Command(
    name = "org",
    description = "Organizations.",
    subcommands = {OrgCommand.ListOrgs.class, OrgCommand.Create.class})
public final class OrgCommand {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("ID", "/id"), Column.of("NAME", "/name"), Column.of("CREATED", "/createdAt"));

  @Command(name = "list", description = "List organizations that this token may see.")
  static final class ListOrgs extends ApiVerb {
    ListOrgs(Shell shell) {
      super(shell);
    }

    @Override
    Exit run(Api api, Printer printer) {
      printer.list(api.list("organizations", Map.of(), 1000), COLUMNS);
      return Exit.OK;
    }
  }

  @Command(name = "create", description = "Create an organization.")
  static final class Create extends ApiVerb {
    @Parameters(paramLabel = "NAME", description = "Its name.")
    private String name = "";

    Create(Shell shell) {
      super(shell);
    }

    @Override
    Exit run(Api api, Printer printer) {
      printer.one(api.post("organizations", object().put("name", name)), COLUMNS);
      return Exit.OK;
    }
  }
}
