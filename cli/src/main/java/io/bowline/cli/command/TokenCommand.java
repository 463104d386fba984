package io.bowline.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.member.ServiceAccounts;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Groups the verbs of API tokens.
@Command(
    name = "token",
    description = "API tokens.",
    subcommands = {
      TokenCommand.ListTokens.class,
      TokenCommand.Show.class,
      TokenCommand.Create.class,
      TokenCommand.Revoke.class
    })
public final class TokenCommand {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("ID", "/id"),
          Column.of("NAME", "/name"),
          Column.of("SCOPES", "/scopes"),
          Column.of("OF", "/member"),
          Column.of("INSTALLS", "/installs"),
          Column.of("FLEETS", "/fleets"),
          Column.of("USED", "/lastUsedAt"),
          Column.of("EXPIRES", "/expiresAt"),
          Column.of("REVOKED", "/revokedAt"));

  @Command(name = "list", description = "List tokens; their values are never shown again.")
  static final class ListTokens extends ApiVerb {
    ListTokens(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.list(api.list(api.tenant("tokens"), Map.of(), 1000), COLUMNS);
      return Exit.OK;
    }
  }

  @Command(name = "show", description = "Show what a token may do, and when it was used.")
  static final class Show extends ApiVerb {
    @Parameters(paramLabel = "TOKEN", description = "Its id.")
    private String id = "";

    Show(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.one(api.get(api.tenant("tokens/" + Api.segment(id)), Map.of()), COLUMNS);
      return Exit.OK;
    }
  }

  @Command(name = "create", description = "Create a token; its value is shown once.")
  static final class Create extends ApiVerb {
    @Parameters(paramLabel = "NAME", description = "What it is for.")
    private String name = "";

    @Option(
        names = "--scope",
        required = true,
        paramLabel = "SCOPE",
        description = "What it may do (read, write, approve, admin, publish); repeatable.")
    private List<String> scopes = List.of();

    @Option(names = "--days", paramLabel = "N", description = "It ends after (${DEFAULT-VALUE}).")
    private int days = 90;

    @Option(
        names = "--install",
        paramLabel = "INSTALL",
        description = "It is for this install alone, or these; repeatable.")
    private List<String> installs = List.of();

    @Option(
        names = "--fleet",
        paramLabel = "FLEET",
        description = "It is for this fleet alone, or these; repeatable.")
    private List<String> fleets = List.of();

    @Option(
        names = "--service-account",
        paramLabel = "SERVICE-ACCOUNT",
        description = "It is this service account's and not yours.")
    private Optional<String> account = Optional.empty();

    Create(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      ObjectNode body =
          object().put("name", name).put("expiresInSeconds", Duration.ofDays(days).toSeconds());
      scopes.forEach(body.putArray("scopes")::add);
      if (!installs.isEmpty()) {
        installs.forEach(body.putArray("installs")::add);
      }
      if (!fleets.isEmpty()) {
        fleets.forEach(body.putArray("fleets")::add);
      }
      account.ifPresent(named -> body.put("serviceAccount", ServiceAccounts.id(api, named)));
      printer.one(
          api.post(api.tenant("tokens"), body),
          List.of(Column.of("ID", "/id"), Column.of("TOKEN", "/token")));
      return Exit.OK;
    }
  }

  @Command(name = "revoke", description = "Revoke a token.")
  static final class Revoke extends ApiVerb {
    @Parameters(paramLabel = "TOKEN", description = "Its id.")
    private String id = "";

    Revoke(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      api.delete(api.tenant("tokens/" + Api.segment(id)));
      printer.say("revoked " + id);
      return Exit.OK;
    }
  }
}
