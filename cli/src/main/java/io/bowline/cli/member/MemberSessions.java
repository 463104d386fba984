package io.bowline.cli.member;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.account.SessionCommand;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The verbs of other members' sessions.
final class MemberSessions {
  private MemberSessions() {}

  @Command(name = "sessions", description = "List where a member is signed in.")
  static final class ListSessions extends ApiVerb {
    @Parameters(paramLabel = "MEMBER", description = "Address or id.")
    private String member = "";

    ListSessions(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      var items = new ArrayList<JsonNode>();
      api.get(MemberCommand.path(api, member) + "/sessions", Map.of())
          .path("items")
          .forEach(items::add);
      printer.list(items, SessionCommand.COLUMNS);
      return Exit.OK;
    }
  }

  @Command(
      name = "sign-out",
      description = {
        "End a member's sessions, at once on every replica; an owner's are ended by an owner.",
        "They can sign in again: 'member reset-password' or 'member remove' keeps them out."
      })
  static final class SignOut extends ApiVerb {
    @Parameters(paramLabel = "MEMBER", description = "Address or id.")
    private String member = "";

    @Option(names = "--session", paramLabel = "ID", description = "Only this one of theirs.")
    private Optional<String> session = Optional.empty();

    SignOut(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      String all = MemberCommand.path(api, member) + "/sessions";
      api.delete(session.map(id -> all + "/" + Api.segment(id)).orElse(all));
      printer.say(session.map(id -> "ended " + id).orElse("signed out " + member));
      return Exit.OK;
    }
  }
}
