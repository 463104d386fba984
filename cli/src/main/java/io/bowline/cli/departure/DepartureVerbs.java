package io.bowline.cli.departure;

import com.fasterxml.jackson.databind.JsonNode;
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

/// Deletes an organization, shows that, and takes it back.
public final class DepartureVerbs {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("ORGANIZATION", "/organization"),
          Column.of("NAME", "/name"),
          Column.of("ASKED BY", "/askedBy"),
          Column.of("DUE", "/dueAt"),
          Column.of("SHREDDED", "/shreddedAt"),
          Column.of("ENDED", "/endedAt"));

  private DepartureVerbs() {}

  /// Asks for it.
  @Command(
      name = "delete",
      description = {
        "Delete the organization that is acted for (its owners, and the vendor's staff).",
        "Installs, fleets and hosted runners have to be gone. Until it is due it can be taken back",
        "(org keep); then its data key is destroyed, and everything else after it. The name is not",
        "given again. What backups still hold: docs/backup.md."
      })
  public static final class Delete extends ApiVerb {
    @Option(
        names = "--confirm",
        paramLabel = "NAME",
        required = true,
        description = "The organization's name.")
    private String confirm = "";

    Delete(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      JsonNode asked = api.delete(api.tenant(), Map.of("confirm", confirm));
      printer.one(asked, COLUMNS);
      return Exit.OK;
    }
  }

  /// Takes it back.
  @Command(name = "keep", description = "Take the deletion of the organization back.")
  public static final class Keep extends ApiVerb {
    Keep(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      api.delete(api.tenant("deletion"));
      printer.say("the organization stays");
      return Exit.OK;
    }
  }

  /// Shows it.
  @Command(
      name = "deletion",
      description = "Show when the organization is deleted, and what that waits for.")
  public static final class Show extends ApiVerb {
    Show(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      JsonNode deletion = api.get(api.tenant("deletion"), Map.of());
      printer.one(deletion, COLUMNS);
      deletion.path("waitsFor").forEach(what -> printer.say("waits for " + what.asText()));
      return Exit.OK;
    }
  }

  /// Lists all.
  @Command(
      name = "deletions",
      description = "List organizations that are to be deleted, or were (vendor's staff).")
  public static final class All extends ApiVerb {
    All(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.list(api.list("deletions", Map.of(), 1000), COLUMNS);
      return Exit.OK;
    }
  }
}
