package io.bowline.cli.sso;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Groups the verbs of teams.
@Command(
    name = "team",
    description = {
      "Groups of the organization's identity provider that have a role here.",
      "Who is of a team is seen each time they sign in (org sso)."
    },
    subcommands = {
      TeamCommand.ListTeams.class,
      TeamCommand.Create.class,
      TeamCommand.MapTeam.class,
      TeamCommand.Delete.class
    })
public final class TeamCommand {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("NAME", "/name"),
          Column.of("GROUP", "/group"),
          Column.of("ROLE", "/role"),
          Column.of("MEMBERS", "/members"),
          Column.of("CREATED", "/createdAt"),
          Column.of("BY", "/createdBy"));

  @Command(name = "list", description = "List the teams.")
  static final class ListTeams extends ApiVerb {
    ListTeams(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      var items = new ArrayList<JsonNode>();
      api.get(api.tenant("teams"), Map.of()).path("items").forEach(items::add);
      printer.list(items, COLUMNS);
      return Exit.OK;
    }
  }

  /// A verb that says what a team is.
  abstract static class Said extends ApiVerb {
    @Option(
        names = "--group",
        required = true,
        paramLabel = "GROUP",
        description = "As the provider writes it.")
    String group = "";

    @Option(
        names = "--role",
        required = true,
        paramLabel = "ROLE",
        description = "owner, admin, operator or viewer.")
    String role = "";

    Said(Shell shell) {
      super(shell);
    }
  }

  @Command(name = "create", description = "Make a team of a group.")
  static final class Create extends Said {
    @Parameters(paramLabel = "NAME", description = "Its name.")
    private String name = "";

    Create(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      JsonNode wish = object().put("name", name).put("group", group).put("role", role);
      printer.one(api.post(api.tenant("teams"), wish), COLUMNS);
      return Exit.OK;
    }
  }

  @Command(name = "map", description = "Have a team be another group, or have another role.")
  static final class MapTeam extends Said {
    @Parameters(paramLabel = "TEAM", description = "Its name.")
    private String name = "";

    MapTeam(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      JsonNode wish = object().put("group", group).put("role", role);
      printer.one(api.put(api.tenant("teams/" + Api.segment(name)), wish), COLUMNS);
      return Exit.OK;
    }
  }

  @Command(name = "delete", description = "Delete a team.")
  static final class Delete extends ApiVerb {
    @Parameters(paramLabel = "TEAM", description = "Its name.")
    private String name = "";

    Delete(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      api.delete(api.tenant("teams/" + Api.segment(name)));
      printer.say("deleted " + name);
      return Exit.OK;
    }
  }
}
