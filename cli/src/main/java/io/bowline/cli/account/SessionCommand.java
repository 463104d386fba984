package io.bowline.cli.account;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Groups the verbs of one's own sessions.
@Command(
    name = "session",
    description = "Your sign-ins: where from, when, and with what program.",
    subcommands = {SessionCommand.ListSessions.class, SessionCommand.Revoke.class})
public final class SessionCommand {
  /// What lists of sessions show.
  public static final List<Column> COLUMNS =
      List.of(
          Column.of("ID", "/id"),
          Column.of("SINCE", "/createdAt"),
          Column.of("USED", "/lastUsedAt"),
          Column.of("FROM", "/source"),
          Column.of("PROGRAM", "/program"),
          Column.of("BY", "/method"),
          Column.of("THIS", "/current"));

  @Command(name = "list", description = "List your sessions that last.")
  static final class ListSessions extends ApiVerb {
    ListSessions(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      var items = new ArrayList<JsonNode>();
      api.get(api.tenant("sessions"), Map.of()).path("items").forEach(items::add);
      printer.list(items, COLUMNS);
      return Exit.OK;
    }
  }

  @Command(name = "revoke", description = "End one of your sessions, or all others, at once.")
  static final class Revoke extends ApiVerb {
    @Parameters(arity = "0..1", paramLabel = "SESSION", description = "Its id.")
    private Optional<String> id = Optional.empty();

    @Option(names = "--others", description = "All but the one that this command uses.")
    private boolean others;

    Revoke(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      if (id.isPresent() == others) {
        throw new CliFailure(Exit.USAGE, "give an id or --others");
      }
      api.delete(api.tenant(id.map(one -> "sessions/" + Api.segment(one)).orElse("sessions")));
      printer.say("ended " + id.orElse("all other sessions"));
      return Exit.OK;
    }
  }
}
