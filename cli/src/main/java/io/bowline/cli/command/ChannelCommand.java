package io.bowline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Groups the verbs of channels.
@Command(
    name = "channel",
    description = "Channels: named pointers to releases.",
    subcommands = {
      ChannelCommand.ListChannels.class,
      ChannelCommand.Show.class,
      ChannelCommand.Promote.class,
      ChannelCommand.History.class
    })
public final class ChannelCommand {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("NAME", "/name"),
          Column.of("PRODUCT", "/product"),
          Column.of("VERSION", "/version"),
          Column.of("RELEASE", "/release"),
          Column.of("MOVED", "/movedAt"),
          Column.of("BY", "/movedBy"));

  /// Which channel is meant.
  static final class Named {
    @Parameters(index = "0", paramLabel = "PRODUCT", description = "Product, e.g. acme/streaming.")
    private String product = "";

    @Parameters(index = "1", paramLabel = "CHANNEL", description = "E.g. stable.")
    private String channel = "";

    private String path() {
      return "channels/" + Api.segment(channel);
    }

    private Map<String, String> ofProduct() {
      return Map.of("product", product);
    }
  }

  @Command(name = "list", description = "List channels.")
  static final class ListChannels extends ApiVerb {
    @Option(names = "--product", paramLabel = "PRODUCT", description = "Of this product only.")
    private Optional<String> product = Optional.empty();

    ListChannels(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      Map<String, String> query = product.map(name -> Map.of("product", name)).orElseGet(Map::of);
      printer.list(api.list("channels", query, 1000), COLUMNS);
      return Exit.OK;
    }
  }

  @Command(name = "show", description = "Show where a channel points.")
  static final class Show extends ApiVerb {
    @Mixin private Named named = new Named();

    Show(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.one(api.get(named.path(), named.ofProduct()), COLUMNS);
      return Exit.OK;
    }
  }

  @Command(
      name = "promote",
      description = {
        "Point a channel at a release, or where another channel points; makes the channel when",
        "there is none. What somebody else moves in the same moment is left alone."
      })
  static final class Promote extends ApiVerb {
    @Mixin private Named named = new Named();

    @Parameters(
        index = "2",
        arity = "0..1",
        paramLabel = "RELEASE",
        description = "Version or digest.")
    private Optional<String> release = Optional.empty();

    @Option(names = "--from", paramLabel = "CHANNEL", description = "Where this channel points.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--back", description = "Also to an older release; needs a reason.")
    private boolean back = false;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it stays in the history.")
    private Optional<String> reason = Optional.empty();

    Promote(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      if (release.isPresent() == from.isPresent()) {
        throw new CliFailure(Exit.USAGE, "say where to: a RELEASE, or --from another channel");
      }
      ObjectNode body = object().put("product", named.product).put("back", back);
      reason.ifPresent(why -> body.put("reason", why));
      from.ifPresent(channel -> body.put("from", channel));
      release.ifPresent(text -> body.put(text.contains(":") ? "release" : "version", text));
      JsonNode before = seen(api);
      JsonNode now = api.putUnlessChanged(named.path(), body, before.path("revision").asLong());
      printer.one(now, COLUMNS);
      if (!before.path("release").equals(now.path("release"))) {
        printer.say("before: " + before.path("version").asText("nothing"));
      }
      return Exit.OK;
    }

    private JsonNode seen(Api api) {
      try {
        return api.get(named.path(), named.ofProduct());
      } catch (CliFailure none) {
        if (none.exit() == Exit.NOT_FOUND) {
          return object();
        }
        throw none;
      }
    }
  }

  @Command(
      name = "history",
      description = "Show how a channel came where it is: who, when, why, from what to what.")
  static final class History extends ApiVerb {
    @Mixin private Named named = new Named();

    @Option(names = "--limit", paramLabel = "N", description = "At most (${DEFAULT-VALUE}).")
    private int limit = 50;

    History(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.list(
          api.list(named.path() + "/history", named.ofProduct(), limit),
          List.of(
              Column.of("TIME", "/at"),
              Column.of("WHAT", "/kind"),
              Column.of("FROM", "/wasVersion"),
              Column.of("TO", "/becameVersion"),
              Column.of("BY", "/by"),
              Column.of("REASON", "/reason")));
      return Exit.OK;
    }
  }
}
