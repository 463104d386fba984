package io.bowline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Groups the verbs of installs.
@Command(
    name = "install",
    description = "Installs: one data plane in one place each.",
    subcommands = {
      InstallCommand.ListInstalls.class,
      InstallCommand.Create.class,
      InstallCommand.Show.class,
      InstallCommand.Token.class
    })
public final class InstallCommand {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("ID", "/id"),
          Column.of("NAME", "/name"),
          Column.of("STATUS", "/status"),
          Column.of("RELEASE", "/release"),
          Column.of("CLOUD", "/cloud"),
          Column.of("REGION", "/region"));

  @Command(name = "list", description = "List installs.")
  static final class ListInstalls extends ApiVerb {
    @Option(names = "--limit", paramLabel = "N", description = "At most (${DEFAULT-VALUE}).")
    private int limit = 500;

    ListInstalls(Shell shell) {
      super(shell);
    }

    @Override
    Exit run(Api api, Printer printer) {
      printer.list(api.list(api.tenant("installs"), Map.of(), limit), COLUMNS);
      return Exit.OK;
    }
  }

  @Command(name = "create", description = "Create an install; its runner then enrolls.")
  static final class Create extends ApiVerb {
    @Parameters(paramLabel = "NAME", description = "Its name.")
    private String name = "";

    @Option(names = "--cloud", paramLabel = "CLOUD", description = "E.g. aws or byok.")
    private String cloud = "byok";

    @Option(names = "--region", paramLabel = "REGION", description = "Where it is.")
    private Optional<String> region = Optional.empty();

    @Option(names = "--account", paramLabel = "ACCOUNT", description = "The cloud account.")
    private Optional<String> account = Optional.empty();

    @Option(names = "--product", paramLabel = "NAME", description = "What it will run.")
    private Optional<String> product = Optional.empty();

    Create(Shell shell) {
      super(shell);
    }

    @Override
    Exit run(Api api, Printer printer) {
      ObjectNode body = object().put("name", name).put("cloud", cloud);
      region.ifPresent(text -> body.put("region", text));
      account.ifPresent(text -> body.put("account", text));
      product.ifPresent(text -> body.put("product", text));
      printer.one(api.post(api.tenant("installs"), body), COLUMNS);
      return Exit.OK;
    }
  }

  @Command(name = "show", description = "Show an install.")
  static final class Show extends ApiVerb {
    @Parameters(paramLabel = "INSTALL", description = "Name or id.")
    private String install = "";

    Show(Shell shell) {
      super(shell);
    }

    @Override
    Exit run(Api api, Printer printer) {
      printer.one(Installs.find(api, install), COLUMNS);
      return Exit.OK;
    }
  }

  @Command(
      name = "token",
      description = "Make a one-time enrollment token for the install's runner; shown once.")
  static final class Token extends ApiVerb {
    @Parameters(paramLabel = "INSTALL", description = "Name or id.")
    private String install = "";

    Token(Shell shell) {
      super(shell);
    }

    @Override
    Exit run(Api api, Printer printer) {
      JsonNode token = api.post(Installs.path(api, install, "enrollment-tokens"), object());
      printer.one(token, List.of(Column.of("TOKEN", "/token"), Column.of("EXPIRES", "/expiresAt")));
      return Exit.OK;
    }
  }
}
