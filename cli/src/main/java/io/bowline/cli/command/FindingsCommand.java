package io.bowline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lists what an install's runner finds not to be as it should.
@Command(
    name = "findings",
    description = {
      "List what an install's runner finds not to be as it should, such as images from elsewhere.",
      "Ends with 1 while any finding is open, so that scripts can ask."
    })
final class FindingsCommand extends ApiVerb {
  private static final int MOST_SHOWN = 20;
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("SINCE", "/openedAt"),
          Column.of("OVER", "/closedAt"),
          Column.of("KIND", "/kind"),
          Column.of("FINDING", "/text"));

  @Parameters(paramLabel = "INSTALL", description = "Name or id.")
  private String install = "";

  @Option(names = "--all", description = "Also those that are over, of the last 30 days.")
  private boolean all;

  @Option(names = "--limit", paramLabel = "N", description = "At most (${DEFAULT-VALUE}).")
  private int limit = 500;

  @Option(
      names = {"-f", "--follow"},
      description = "Then say what is found and what is over, as it happens, until you end it.")
  private boolean follow;

  FindingsCommand(Shell shell) {
    super(shell);
  }

  @Override
  protected Exit run(Api api, Printer printer) {
    String path = Installs.path(api, install, "findings");
    List<JsonNode> findings = api.list(path, Map.of("state", all ? "all" : "open"), limit);
    printer.list(findings, COLUMNS);
    JsonNode about = api.get(path, Map.of("limit", "1"));
    if (about.path("checkedAt").isMissingNode()) {
      printer.say("nothing was looked at yet: the runner tells soon after it has started");
    }
    if (about.path("unlisted").asLong() > 0) {
      printer.say("and " + about.path("unlisted").asLong() + " more that are not listed");
    }
    if (follow) {
      follow(api, printer);
    }
    return about.path("items").isEmpty() ? Exit.OK : Exit.FAILED;
  }

  /// A stream that the server ends is taken up again where it was.
  private void follow(Api api, Printer printer) {
    var place = new AtomicReference<>("");
    while (!Thread.currentThread().isInterrupted()) {
      api.events(
          Installs.path(api, install, "events"),
          Map.of(),
          place.get(),
          event -> {
            place.set(event.id());
            tell(printer, "found", event.data().path("opened"));
            tell(printer, "over", event.data().path("closed"));
            return true;
          });
      shell().pause();
    }
  }

  private static void tell(Printer printer, String what, JsonNode findings) {
    findings.forEach(one ->
        printer.next(
            one,
            "%-5s  %s  %s"
                .formatted(what, Printer.text(one.path("kind")), Printer.text(one.path("text")))));
  }

  /// The first of those that are open.
  static List<JsonNode> open(Api api, String install) {
    return api.list(Installs.path(api, install, "findings"), Map.of("state", "open"), MOST_SHOWN);
  }
}
