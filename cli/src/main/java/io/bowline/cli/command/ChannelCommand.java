package io.bowline.cli.command;

import io.bowline.cli.api.Api;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Groups the verbs of channels.
@Command(
    name = "channel",
    description = "Channels: named pointers to releases.",
    subcommands = {ChannelCommand.ListChannels.class, ChannelCommand.Set.class})
public final class ChannelCommand {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("NAME", "/name"),
          Column.of("PRODUCT", "/product"),
          Column.of("RELEASE", "/release"),
          Column.of("MOVED", "/movedAt"),
          Column.of("BY", "/movedBy"));

  @Command(name = "list", description = "List channels.")
  static final class ListChannels extends ApiVerb {
    ListChannels(Shell shell) {
      super(shell);
    }

    @Override
    Exit run(Api api, Printer printer) {
      printer.list(Releases.named(api, printer, api.list("channels", Map.of(), 1000)), COLUMNS);
      return Exit.OK;
    }
  }

  @Command(name = "set", description = "Point a channel at a release.")
  static final class Set extends ApiVerb {
    @Parameters(index = "0", paramLabel = "PRODUCT", description = "Product.")
    private String product = "";

    @Parameters(index = "1", paramLabel = "CHANNEL", description = "E.g. stable.")
    private String channel = "";

    @Parameters(index = "2", paramLabel = "RELEASE", description = "Version or digest.")
    private String release = "";

    Set(Shell shell) {
      super(shell);
    }

    @Override
    Exit run(Api api, Printer printer) {
      String digest = Releases.digest(api, product, release);
      printer.one(
          api.put(
              "channels/" + Api.segment(channel),
              object().put("product", product).put("release", digest)),
          COLUMNS);
      return Exit.OK;
    }
  }
}
