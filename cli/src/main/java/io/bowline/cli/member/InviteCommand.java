package io.bowline.cli.member;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Link;
import io.bowline.cli.session.Shell;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Invites somebody.
@Command(
    name = "invite",
    description = {
      "Invite somebody; the link is shown once and brings one person in.",
      "Who has it accepts with 'bowline member accept'."
    })
final class InviteCommand extends ApiVerb {
  @Parameters(paramLabel = "EMAIL", description = "Whom.")
  private String email = "";

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = "owner, admin, operator or viewer (${DEFAULT-VALUE}).")
  private String role = "viewer";

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "It is over after (${DEFAULT-VALUE}; 30 at most).")
  private int days = 7;

  InviteCommand(Shell shell) {
    super(shell);
  }

  @Override
  protected Exit run(Api api, Printer printer) {
    JsonNode made =
        api.post(
            api.tenant("invitations"),
            object()
                .put("email", email)
                .put("role", role)
                .put("expiresInSeconds", Duration.ofDays(days).toSeconds()));
    ObjectNode shown = made.deepCopy();
    shown.put(
        "link",
        Link.Page.INVITATION.link(api.profile().server(), made.path("invitation").asText()));
    printer.one(
        shown,
        List.of(
            Column.of("EMAIL", "/email"),
            Column.of("ROLE", "/role"),
            Column.of("EXPIRES", "/expiresAt"),
            Column.of("LINK", "/link")));
    return Exit.OK;
  }

  @Command(name = "invitations", description = "List invitations that are open.")
  static final class ListInvitations extends ApiVerb {
    ListInvitations(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.list(
          api.list(api.tenant("invitations"), Map.of(), 1000),
          List.of(
              Column.of("ID", "/id"),
              Column.of("EMAIL", "/email"),
              Column.of("ROLE", "/role"),
              Column.of("BY", "/invitedBy"),
              Column.of("EXPIRES", "/expiresAt")));
      return Exit.OK;
    }
  }

  @Command(name = "revoke-invitation", description = "Revoke an invitation that is open.")
  static final class Revoke extends ApiVerb {
    @Parameters(paramLabel = "INVITATION", description = "Its id.")
    private String id = "";

    Revoke(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      api.delete(api.tenant("invitations/" + Api.segment(id)));
      printer.say("revoked " + id);
      return Exit.OK;
    }
  }
}
