package io.bowline.cli.member;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Link;
import io.bowline.cli.session.Shell;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Groups the verbs of members.
@Command(
    name = "member",
    description = {
      "People of the organization and what they may do.",
      "Roles: viewer sees, operator also plans and approves, admin also has members, tokens and the"
          + " audit, owner also makes owners."
    },
    subcommands = {
      MemberCommand.ListMembers.class,
      MemberCommand.Show.class,
      InviteCommand.class,
      AcceptCommand.class,
      MemberCommand.Role.class,
      MemberCommand.ResetPassword.class,
      MemberSessions.ListSessions.class,
      MemberSessions.SignOut.class,
      MemberCommand.Remove.class,
      MemberCommand.Leave.class,
      InviteCommand.ListInvitations.class,
      InviteCommand.Revoke.class
    })
public final class MemberCommand {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("EMAIL", "/email"),
          Column.of("NAME", "/name"),
          Column.of("ROLE", "/role"),
          Column.of("JOINED", "/joinedAt"),
          Column.of("ID", "/id"));

  /// Whom a person means by an address or an id.
  static String path(Api api, String member) {
    return api.list(api.tenant("members"), Map.of(), 1000).stream()
        .filter(one -> named(one, "email", member) || named(one, "id", member))
        .findFirst()
        .map(one -> api.tenant("members/" + Api.segment(one.path("id").asText())))
        .orElseThrow(() ->
            new CliFailure(Exit.NOT_FOUND, "there is no member " + member + "; see 'member list'"));
  }

  private static boolean named(JsonNode member, String field, String text) {
    return member.path(field).asText().equalsIgnoreCase(text);
  }

  @Command(name = "list", description = "List the members.")
  static final class ListMembers extends ApiVerb {
    ListMembers(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.list(api.list(api.tenant("members"), Map.of(), 1000), COLUMNS);
      return Exit.OK;
    }
  }

  @Command(name = "show", description = "Show a member.")
  static final class Show extends ApiVerb {
    @Parameters(paramLabel = "MEMBER", description = "Address or id.")
    private String member = "";

    Show(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.one(api.get(path(api, member), Map.of()), COLUMNS);
      return Exit.OK;
    }
  }

  @Command(
      name = "role",
      description = "Give a member another role; it counts from their next request.")
  static final class Role extends ApiVerb {
    @Parameters(index = "0", paramLabel = "MEMBER", description = "Address or id.")
    private String member = "";

    @Parameters(index = "1", paramLabel = "ROLE", description = "owner, admin, operator or viewer.")
    private String role = "";

    Role(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.one(api.put(path(api, member) + "/role", object().put("role", role)), COLUMNS);
      return Exit.OK;
    }
  }

  @Command(
      name = "reset-password",
      description = {
        "Make a link with which a member sets a password anew, once, within a day.",
        "Hand it over yourself; who has it is that member. One of the vendor's staff is good",
        "after three days, and over when an owner of the organization is there before."
      })
  static final class ResetPassword extends ApiVerb {
    @Parameters(paramLabel = "MEMBER", description = "Address or id.")
    private String member = "";

    @Option(names = "--second-factor", description = "It takes the second factor away, too.")
    private boolean secondFactor;

    ResetPassword(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      JsonNode made =
          api.post(
              path(api, member) + "/password-resets", object().put("secondFactor", secondFactor));
      ObjectNode shown = made.deepCopy();
      shown.put("link", Link.Page.RESET.link(api.profile().server(), made.path("reset").asText()));
      printer.one(
          shown,
          List.of(
              Column.of("GOOD FROM", "/usableAt"),
              Column.of("EXPIRES", "/expiresAt"),
              Column.of("LINK", "/link")));
      return Exit.OK;
    }
  }

  @Command(name = "remove", description = "Remove a member; their tokens are good no more.")
  static final class Remove extends ApiVerb {
    @Parameters(paramLabel = "MEMBER", description = "Address or id.")
    private String member = "";

    Remove(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      api.delete(path(api, member));
      printer.say("removed " + member);
      return Exit.OK;
    }
  }

  @Command(name = "leave", description = "Leave the organization.")
  static final class Leave extends ApiVerb {
    @Option(
        names = "--confirm",
        required = true,
        paramLabel = "NAME",
        description = "Name of the organization, so that nobody leaves by mistake.")
    private String organization = "";

    Leave(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      api.post(api.tenant("members/leave"), object().put("organization", organization));
      printer.say("left " + organization);
      return Exit.OK;
    }
  }
}
