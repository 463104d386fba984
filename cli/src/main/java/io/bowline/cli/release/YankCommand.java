package io.bowline.cli.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.api.Connection;
import io.bowline.cli.api.Releases;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Taking releases back, and that back.
final class YankCommand {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("DIGEST", "/release/digest"),
          Column.of("PRODUCT", "/release/product"),
          Column.of("VERSION", "/release/version"),
          Column.of("YANKED", "/release/yankedAt"),
          Column.of("BY", "/release/yankedBy"),
          Column.of("REASON", "/release/yankReason"));

  private YankCommand() {}

  @Command(name = "history", description = "Show when a release was yanked, by whom and why.")
  static final class History extends ApiVerb {
    @Parameters(index = "0", paramLabel = "PRODUCT", description = "Product, e.g. acme/streaming.")
    private String product = "";

    @Parameters(index = "1", paramLabel = "RELEASE", description = "Version or digest.")
    private String release = "";

    History(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      String path = "releases/" + Api.segment(Releases.digest(api, product, release));
      printer.list(
          api.list(path + "/history", Map.of(), 1000),
          List.of(
              Column.of("AT", "/at"),
              Column.of("WHAT", "/kind"),
              Column.of("BY", "/by"),
              Column.of("CHANNEL", "/channel"),
              Column.of("BECAME", "/becameVersion"),
              Column.of("REASON", "/reason")));
      return Exit.OK;
    }
  }

  /// What both verbs are told.
  abstract static class Verb implements Callable<Integer> {
    private final Shell shell;
    private final String verb;
    @Mixin private Connection connection = new Connection();

    @Parameters(index = "0", paramLabel = "PRODUCT", description = "Product, e.g. acme/streaming.")
    private String product = "";

    @Parameters(index = "1", paramLabel = "RELEASE", description = "Version or digest.")
    private String release = "";

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why; those who run the release read it.")
    private String reason = "";

    Verb(Shell shell, String verb) {
      this.shell = shell;
      this.verb = verb;
    }

    @Override
    public final Integer call() {
      Api api = connection.api(shell);
      Printer printer = connection.printer(shell);
      String digest = Releases.digest(api, product, release);
      JsonNode became =
          api.post(
              "releases/" + Api.segment(digest) + "/" + verb,
              JsonNodeFactory.instance.objectNode().put("reason", reason));
      printer.one(became, COLUMNS);
      became.path("channels").forEach(channel -> printer.say(moved(channel)));
      if (verb.equals("yank")) {
        printer.say("who runs it: bowline release installs %s %s".formatted(product, release));
      }
      plans(became.path("plansStopped").asInt(), became.path("plansUnderWay").asInt(), printer);
      return 0;
    }

    private static String moved(JsonNode channel) {
      String name = "channel " + channel.path("name").asText();
      return channel.hasNonNull("version")
          ? name + " points at " + channel.path("version").asText() + " now"
          : name + " points at nothing now: it had no good release before";
    }

    private static void plans(int stopped, int underWay, Printer printer) {
      if (stopped > 0) {
        printer.say(stopped + " plan(s) towards it stopped");
      }
      if (underWay > 0) {
        printer.say(underWay + " plan(s) being applied go to their end");
      }
    }
  }

  @Command(
      name = "yank",
      description = {
        "Take a release back: it is never offered again. Channels that point at it go to the last",
        "good release they pointed at; plans that no runner has begun to apply are stopped."
      })
  static final class Yank extends Verb {
    Yank(Shell shell) {
      super(shell, "yank");
    }
  }

  @Command(
      name = "unyank",
      description = "Let a yanked release be offered again; channels do not go back to it.")
  static final class Unyank extends Verb {
    Unyank(Shell shell) {
      super(shell, "unyank");
    }
  }
}
