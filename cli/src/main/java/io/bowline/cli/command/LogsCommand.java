package io.bowline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Format;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Reads captured logs back.
@Command(
    name = "logs",
    description = {
      "Logs that were captured from an install, in the order of time; times are in UTC.",
      "With --follow, lines that arrive late are shown when they arrive."
    })
public final class LogsCommand extends ApiVerb {
  private static final int PAGE = 1_000;
  private static final int USUAL = 1_000;
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("TIME", "/time"),
          Column.of("COMPONENT", "/component"),
          Column.of("POD", "/pod"),
          Column.of("LINE", "/line"));

  @Parameters(paramLabel = "INSTALL", description = "Name or id.")
  private String install = "";

  @Option(names = "--component", paramLabel = "NAME", description = "Of this component only.")
  private Optional<String> component = Optional.empty();

  @Option(
      names = "--match",
      paramLabel = "LABEL=VALUE",
      description =
          "Only with this label, or with != without it; * stands for any characters. May be given"
              + " several times.")
  private List<String> match = List.of();

  @Option(names = "--grep", paramLabel = "TEXT", description = "Only lines that hold this text.")
  private Optional<String> grep = Optional.empty();

  @Option(
      names = "--since",
      paramLabel = "WHEN",
      description = "From then: a span such as 1h, or a time (${DEFAULT-VALUE}).")
  private String since = "1h";

  @Option(
      names = "--until",
      paramLabel = "WHEN",
      description = "Until then; not with --follow (now).")
  private Optional<String> until = Optional.empty();

  @Option(
      names = {"--tail", "--limit"},
      paramLabel = "N",
      description = "The newest N lines (1000; with --follow all of them).")
  private Optional<Integer> tail = Optional.empty();

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what arrives, until interrupted.")
  private boolean follow = false;

  LogsCommand(Shell shell) {
    super(shell);
  }

  @Override
  protected Exit run(Api api, Printer printer) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    component.ifPresent(name -> query.put("component", List.of(name)));
    grep.ifPresent(text -> query.put("grep", List.of(text)));
    query.put("match", match);
    query.put("since", List.of(when(since)));
    if (tail.isPresent() && tail.get() < 0) {
      throw new CliFailure(Exit.USAGE, "--tail takes a number of lines");
    }
    if (follow) {
      return follow(api, printer, query);
    }
    until.ifPresent(text -> query.put("until", List.of(when(text))));
    int most = tail.orElse(USUAL);
    List<JsonNode> lines = newest(api, query, most + 1);
    if (lines.size() > most) {
      lines.removeFirst();
      if (tail.isEmpty()) {
        shell().err().println("bowline: only the newest " + most + " lines; --tail asks for more");
        shell().err().flush();
      }
    }
    if (lines.isEmpty() && printer.format() == Format.table) {
      printer.say(
          "No such lines since %s. Logs come on request only: bowline capture start %s --component %s"
              .formatted(since, install, component.orElse("COMPONENT")));
      return Exit.OK;
    }
    printer.list(lines, COLUMNS);
    return Exit.OK;
  }

  private String when(String text) {
    Instant moment = Since.parse(text, shell().world().now());
    return moment.toString();
  }

  /// Pages come from the newest to the oldest, each in the order of time.
  private List<JsonNode> newest(Api api, Map<String, List<String>> query, int most) {
    String path = Installs.path(api, install, "logs");
    List<List<JsonNode>> pages = new ArrayList<>();
    int found = 0;
    while (found < most) {
      query.put("limit", List.of(Integer.toString(Math.min(PAGE, most - found))));
      JsonNode page = api.ask(path, query);
      pages.addFirst(page.path("items").valueStream().toList());
      found += pages.getFirst().size();
      String next = page.path("next").asText("");
      if (next.isEmpty()) {
        break;
      }
      query.put("cursor", List.of(next));
    }
    List<JsonNode> lines = new ArrayList<>();
    pages.forEach(lines::addAll);
    return lines;
  }

  private Exit follow(Api api, Printer printer, Map<String, List<String>> query) {
    if (until.isPresent()) {
      throw new CliFailure(Exit.USAGE, "--follow has no end; leave out --until");
    }
    tail.ifPresent(lines -> query.put("tail", List.of(Integer.toString(lines))));
    var following = new Following(printer);
    String path = Installs.path(api, install, "logs/stream");
    while (true) {
      try {
        api.events(path, query, following.place, following::take);
      } catch (CliFailure e) {
        // before the first answer it is an error like any other; later the server may come back
        if (e.exit() != Exit.UNREACHABLE || following.place.isEmpty()) {
          throw e;
        }
      }
      shell().pause();
    }
  }

  /// Prints what a stream tells and remembers how far it came.
  private final class Following {
    private final Printer printer;
    private String place = "";

    Following(Printer printer) {
      this.printer = printer;
    }

    boolean take(Api.Event event) {
      switch (event.kind()) {
        case "lines" -> {
          event.data().forEach(line -> printer.next(line, text(line)));
          place = event.id();
        }
        case "gap" -> {
          shell().err().println("bowline: " + Printer.text(event.data().path("reason")));
          shell().err().flush();
        }
        default -> {
          // a newer server may tell more
        }
      }
      return true;
    }
  }

  private static String text(JsonNode line) {
    return "%s  %s  %s  %s"
        .formatted(
            Printer.text(line.path("time")),
            Printer.text(line.path("component")),
            Printer.text(line.path("pod")),
            Printer.text(line.path("line")));
  }
}
