package io.bowline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Format;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Reads metrics of an install back.
@Command(
    name = "metrics",
    description = {
      "Metrics of an install: the latest sample of each series.",
      "With --range or --step the samples of the whole time; times are in UTC."
    })
public final class MetricsCommand extends ApiVerb {
  private static final List<Column> LATEST =
      List.of(
          Column.of("NAME", "/name"),
          Column.of("LABELS", "/labels"),
          Column.of("VALUE", "/value"),
          Column.of("TIME", "/time"));
  private static final List<Column> SUMMARY =
      List.of(
          Column.of("NAME", "/name"),
          Column.of("LABELS", "/labels"),
          Column.of("POINTS", "/count"),
          Column.of("FROM", "/from"),
          Column.of("TO", "/to"),
          Column.of("MIN", "/min"),
          Column.of("MAX", "/max"),
          Column.of("LAST", "/last"),
          Column.of("COURSE", "/course"));

  @Parameters(paramLabel = "INSTALL", description = "Name or id.")
  private String install = "";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Of this metric only; * stands for any characters.")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--match",
      paramLabel = "LABEL=VALUE",
      description =
          "Only with this label, or with != without it; * stands for any characters. May be given"
              + " several times.")
  private List<String> match = List.of();

  @Option(
      names = "--since",
      paramLabel = "WHEN",
      description = "From then: a span such as 1h, or a time (${DEFAULT-VALUE}).")
  private String since = "1h";

  @Option(names = "--until", paramLabel = "WHEN", description = "Until then (now).")
  private Optional<String> until = Optional.empty();

  @Option(
      names = "--range",
      description = "All samples of the time; in tables, each series in one line.")
  private boolean range = false;

  @Option(
      names = "--step",
      paramLabel = "SPAN",
      description = "The newest sample of each such span (30s, 5m, ...).")
  private Optional<String> step = Optional.empty();

  @Option(names = "--limit", paramLabel = "N", description = "At most so many series (all).")
  private int limit = Integer.MAX_VALUE;

  MetricsCommand(Shell shell) {
    super(shell);
  }

  @Override
  protected Exit run(Api api, Printer printer) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    name.ifPresent(text -> query.put("name", List.of(text)));
    query.put("match", match);
    query.put("since", List.of(when(since)));
    until.ifPresent(text -> query.put("until", List.of(when(text))));
    if (!range && step.isEmpty()) {
      printer.list(items(api, "metrics", query), LATEST);
      return Exit.OK;
    }
    step.ifPresent(text -> query.put("step", List.of(text)));
    List<JsonNode> series = items(api, "metrics/range", query);
    boolean table = printer.format() == Format.table;
    printer.list(table ? series.stream().map(MetricsCommand::summary).toList() : series, SUMMARY);
    return Exit.OK;
  }

  private String when(String text) {
    return Since.parse(text, shell().world().now()).toString();
  }

  private List<JsonNode> items(Api api, String what, Map<String, List<String>> query) {
    return api.ask(Installs.path(api, install, what), query)
        .path("items")
        .valueStream()
        .limit(Math.max(0, limit))
        .toList();
  }

  private static JsonNode summary(JsonNode series) {
    List<JsonNode> points = series.path("points").valueStream().toList();
    ObjectNode line = object();
    line.set("name", series.path("name"));
    line.set("labels", series.path("labels"));
    line.put("count", points.size());
    if (!points.isEmpty()) {
      double[] values = points.stream().mapToDouble(p -> p.path("value").asDouble()).toArray();
      line.set("from", points.getFirst().path("time"));
      line.set("to", points.getLast().path("time"));
      line.put("min", Course.lowest(values));
      line.put("max", Course.highest(values));
      line.set("last", points.getLast().path("value"));
      line.put("course", Course.of(values));
    }
    return line;
  }
}
