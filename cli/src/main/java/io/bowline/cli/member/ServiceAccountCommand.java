package io.bowline.cli.member;

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
import picocli.CommandLine.Parameters;

/// Groups the verbs of service accounts.
@Command(
    name = "service-account",
    description = {
      "What acts for the organization and is no person.",
      "Its tokens ('token create --service-account NAME') outlive whoever made them."
    },
    subcommands = {
      ServiceAccountCommand.ListAccounts.class,
      ServiceAccountCommand.Create.class,
      ServiceAccountCommand.Role.class,
      ServiceAccountCommand.Remove.class
    })
public final class ServiceAccountCommand {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("NAME", "/name"),
          Column.of("ROLE", "/role"),
          Column.of("CREATED", "/createdAt"),
          Column.of("BY", "/createdBy"),
          Column.of("ID", "/id"));

  private static String path(Api api, String account) {
    return api.tenant("service-accounts/" + Api.segment(ServiceAccounts.id(api, account)));
  }

  @Command(name = "list", description = "List the service accounts.")
  static final class ListAccounts extends ApiVerb {
    ListAccounts(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.list(api.list(api.tenant("service-accounts"), Map.of(), 1000), COLUMNS);
      return Exit.OK;
    }
  }

  @Command(name = "create", description = "Make a service account.")
  static final class Create extends ApiVerb {
    @Parameters(paramLabel = "NAME", description = "Its name.")
    private String name = "";

    @Option(
        names = "--role",
        paramLabel = "ROLE",
        description = "admin, operator or viewer (${DEFAULT-VALUE}).")
    private String role = "viewer";

    Create(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.one(
          api.post(api.tenant("service-accounts"), object().put("name", name).put("role", role)),
          COLUMNS);
      return Exit.OK;
    }
  }

  @Command(name = "role", description = "Give a service account another role.")
  static final class Role extends ApiVerb {
    @Parameters(index = "0", paramLabel = "SERVICE-ACCOUNT", description = "Its name or id.")
    private String account = "";

    @Parameters(index = "1", paramLabel = "ROLE", description = "admin, operator or viewer.")
    private String role = "";

    Role(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.one(api.put(path(api, account) + "/role", object().put("role", role)), COLUMNS);
      return Exit.OK;
    }
  }

  @Command(name = "remove", description = "Remove a service account and its tokens.")
  static final class Remove extends ApiVerb {
    @Parameters(paramLabel = "SERVICE-ACCOUNT", description = "Its name or id.")
    private String account = "";

    Remove(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      api.delete(path(api, account));
      printer.say("removed " + account);
      return Exit.OK;
    }
  }
}
