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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The verbs that say which release an install stays on, or which channel it follows.
final class PinCommand {
  private static final List<Column> PIN =
      List.of(
          Column.of("PRODUCT", "/product"),
          Column.of("VERSION", "/version"),
          Column.of("CHANNEL", "/channel"),
          Column.of("REASON", "/reason"),
          Column.of("BY", "/by"),
          Column.of("SINCE", "/at"));

  private PinCommand() {}

  /// To what.
  static final class To {
    @Option(names = "--channel", paramLabel = "CHANNEL", description = "Follow this channel.")
    private Optional<String> channel = Optional.empty();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
    private String reason = "";

    private ObjectNode in(ObjectNode body, Optional<String> release) {
      if (release.isPresent() == channel.isPresent()) {
        throw new CliFailure(Exit.USAGE, "say to what: a RELEASE, or --channel");
      }
      release.ifPresent(text -> body.put(text.contains(":") ? "release" : "version", text));
      channel.ifPresent(name -> body.put("channel", name));
      return body.put("reason", reason);
    }
  }

  @Command(
      name = "pin",
      description = {
        "Keep an install on a release: plans towards another one are refused. With --channel: have",
        "it follow that channel."
      })
  static final class Pin extends ApiVerb {
    @Parameters(index = "0", paramLabel = "INSTALL", description = "Name or id.")
    private String install = "";

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "RELEASE",
        description = "Version or digest.")
    private Optional<String> release = Optional.empty();

    @Mixin private To to = new To();

    Pin(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.one(api.put(Installs.path(api, install, "pin"), to.in(object(), release)), PIN);
      return Exit.OK;
    }
  }

  @Command(name = "pins", description = "List what the whole organization is kept on.")
  static final class ListPins extends ApiVerb {
    ListPins(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      List<JsonNode> pins = new ArrayList<>();
      api.get(api.tenant("pins"), Map.of()).forEach(pins::add);
      printer.list(pins, PIN);
      return Exit.OK;
    }
  }

  @Command(name = "unpin", description = "Let an install do as its organization's others do.")
  static final class Unpin extends ApiVerb {
    @Parameters(paramLabel = "INSTALL", description = "Name or id.")
    private String install = "";

    Unpin(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      api.delete(Installs.path(api, install, "pin"));
      return Exit.OK;
    }
  }

  @Command(name = "offer", description = "Show which release an install is offered now, and why.")
  static final class Offer extends ApiVerb {
    @Parameters(paramLabel = "INSTALL", description = "Name or id.")
    private String install = "";

    Offer(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      JsonNode offer = api.get(Installs.path(api, install, "offer"), Map.of());
      printer.one(
          offer,
          List.of(
              Column.of("VERSION", "/version"),
              Column.of("RELEASE", "/release"),
              Column.of("RUNS", "/running"),
              Column.of("BECAUSE", "/because"),
              Column.of("PIN REASON", "/pin/reason")));
      return Exit.OK;
    }
  }

  @Command(
      name = "pin",
      description = "Keep all installs of a product on a release, or have them follow a channel.")
  static final class PinAll extends ApiVerb {
    @Parameters(index = "0", paramLabel = "PRODUCT", description = "Product, e.g. acme/streaming.")
    private String product = "";

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "RELEASE",
        description = "Version or digest.")
    private Optional<String> release = Optional.empty();

    @Mixin private To to = new To();

    PinAll(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.one(
          api.put(api.tenant("pins"), to.in(object().put("product", product), release)), PIN);
      return Exit.OK;
    }
  }

  @Command(name = "unpin", description = "Take back what was said of all installs of a product.")
  static final class UnpinAll extends ApiVerb {
    @Parameters(paramLabel = "PRODUCT", description = "Product, e.g. acme/streaming.")
    private String product = "";

    UnpinAll(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      api.delete(api.tenant("pins") + "?product=" + Api.segment(product));
      return Exit.OK;
    }
  }
}
