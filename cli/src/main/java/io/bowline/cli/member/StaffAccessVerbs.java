package io.bowline.cli.member;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
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

/// The verbs of how the vendor's staff come in.
final class StaffAccessVerbs {
  private static final String PATH = "staff-accesses";
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("ID", "/id"),
          Column.of("STAFF", "/staff"),
          Column.of("STATE", "/state"),
          Column.of("UNTIL", "/expiresAt"),
          Column.of("USED", "/lastUsedAt"),
          Column.of("HOURS", "/hours"),
          Column.of("BY", "/decidedBy"),
          Column.of("REASON", "/reason"));

  private StaffAccessVerbs() {}

  private static String path(Api api, String id) {
    return api.tenant(PATH + "/" + Api.segment(id));
  }

  @Command(
      name = "request",
      description = {
        "Ask to come into the organization (vendor's staff).",
        "Whether somebody has to decide is the organization's policy: 'org staff-access'."
      })
  static final class Request extends ApiVerb {
    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why; the organization sees it.")
    private String reason = "";

    @Option(
        names = "--hours",
        required = true,
        paramLabel = "N",
        description = "For how long, at most what the organization allows.")
    private int hours;

    Request(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      JsonNode made =
          api.post(api.tenant(PATH), object().put("reason", reason).put("hours", hours));
      printer.one(made, COLUMNS);
      if (made.path("state").asText().equals("requested")) {
        printer.say("an owner or admin of the organization decides: bowline access approve");
      }
      return Exit.OK;
    }
  }

  @Command(
      name = "staff",
      description = "List by what the vendor's staff come in, came in, or asked to.")
  static final class Staff extends ApiVerb {
    @Parameters(arity = "0..1", paramLabel = "ID", description = "Only this one.")
    private Optional<String> id = Optional.empty();

    Staff(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      if (id.isPresent()) {
        printer.one(api.get(path(api, id.get()), Map.of()), COLUMNS);
      } else {
        printer.list(api.list(api.tenant(PATH), Map.of(), 1000), COLUMNS);
      }
      return Exit.OK;
    }
  }

  /// What an owner or admin does about one.
  abstract static class Verdict extends ApiVerb {
    @Parameters(paramLabel = "ID", description = "Of the access, as 'access staff' lists it.")
    private String id = "";

    private final String verb;

    Verdict(Shell shell, String verb) {
      super(shell);
      this.verb = verb;
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.one(api.post(path(api, id) + "/" + verb, object()), COLUMNS);
      return Exit.OK;
    }
  }

  @Command(name = "approve", description = "Let staff in who wait, for as long as they asked.")
  static final class Approve extends Verdict {
    Approve(Shell shell) {
      super(shell, "approve");
    }
  }

  @Command(name = "refuse", description = "Do not let staff in who wait.")
  static final class Refuse extends Verdict {
    Refuse(Shell shell) {
      super(shell, "refuse");
    }
  }

  @Command(name = "end", description = "Send staff out, at once on every replica.")
  static final class End extends Verdict {
    End(Shell shell) {
      super(shell, "end");
    }
  }

  @Command(name = "leave", description = "Give back your access or request (vendor's staff).")
  static final class Leave extends ApiVerb {
    @Parameters(paramLabel = "ID", description = "Of the access.")
    private String id = "";

    Leave(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      api.delete(path(api, id));
      printer.say("left");
      return Exit.OK;
    }
  }
}
