package io.bowline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Format;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Reads captured logs back.
@Command(name = "logs", description = "Logs that were captured from an install.")
public final class LogsCommand extends ApiVerb {
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
      names = "--since",
      paramLabel = "WHEN",
      description = "From then: a span such as 1h, or a time (${DEFAULT-VALUE}).")
  private String since = "1h";

  @Option(names = "--limit", paramLabel = "N", description = "At most (${DEFAULT-VALUE}).")
  private int limit = 1000;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what arrives, until interrupted.")
  private boolean follow = false;

  LogsCommand(Shell shell) {
    super(shell);
  }

  @Override
  Exit run(Api api, Printer printer) {
    String path = Installs.path(api, install, "logs");
    Map<String, String> query = new HashMap<>();
    component.ifPresent(name -> query.put("component", name));
    query.put("since", Since.parse(since, shell().world().now()).toString());
    if (follow) {
      follow(api, printer, path, query);
    }
    List<JsonNode> lines = api.list(path, query, limit);
    if (lines.isEmpty() && printer.format() == Format.table) {
      printer.say(
          "No lines since %s. Logs come on request only: bowline capture start %s --component %s"
              .formatted(since, install, component.orElse("COMPONENT")));
      return Exit.OK;
    }
    printer.list(lines, COLUMNS);
    return Exit.OK;
  }

  /// Asks again from the last line's time on, until interrupted; lines of that very moment that
  /// were printed are known by what they say.
  private void follow(Api api, Printer printer, String path, Map<String, String> query) {
    Set<String> printed = new HashSet<>();
    while (true) {
      Set<String> fresh = new LinkedHashSet<>();
      String last = query.getOrDefault("since", "");
      for (JsonNode line : api.list(path, query, limit)) {
        fresh.add(text(line));
        last = line.path("time").asText(last);
      }
      fresh.stream().filter(line -> !printed.contains(line)).forEach(printer::say);
      printed.clear();
      printed.addAll(fresh);
      query.put("since", last);
      shell().pause();
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
