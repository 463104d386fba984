package io.bowline.control.edge.http.telemetry;

import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.Page;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.org.Scope;
import io.bowline.control.telemetry.MetricAnswer;
import io.bowline.control.telemetry.MetricQuery;
import io.bowline.control.telemetry.Selector;
import io.bowline.control.telemetry.Series;
import io.bowline.control.telemetry.Telemetry;
import io.bowline.control.telemetry.TimeRange;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Metrics of an install.
@Path("/api/v1/organizations/{org}/installs/{install}/metrics")
@Tag(name = "telemetry")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class MetricResource {
  private static final int MOST_SERIES = 5_000;
  private static final int MOST_POINTS = 200_000;
  private static final int MOST_STEPS = 11_000;
  private static final Pattern SPAN = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  private final Telemetry telemetry;
  private final TelemetryAsk ask;
  private final Caller caller;

  MetricResource(Telemetry telemetry, TelemetryAsk ask, Caller caller) {
    this.telemetry = telemetry;
    this.ask = ask;
    this.caller = caller;
  }

  /// Which series, from when until when.
  public static class Which {
    @QueryParam("name")
    @Nullable String name;

    @QueryParam("match")
    @Nullable List<String> match;

    @QueryParam("since")
    @Nullable String since;

    @QueryParam("until")
    @Nullable String until;

    Selector selector() {
      Selector selector = TelemetryAsk.selector(match);
      return name == null ? selector : selector.and("__name__", name);
    }
  }

  /// The latest point of a series.
  public record SampleView(String name, Map<String, String> labels, double value, Instant time) {
    static SampleView of(Series series) {
      Series.Point last = series.points().getLast();
      return new SampleView(
          nameOf(series), labelsOf(series), last.value(), Instant.ofEpochSecond(0, last.nanos()));
    }
  }

  /// One sample.
  public record PointView(Instant time, double value) {}

  /// A series over time.
  public record SeriesView(String name, Map<String, String> labels, List<PointView> points) {
    static SeriesView of(Series series) {
      return new SeriesView(
          nameOf(series),
          labelsOf(series),
          series.points().stream()
              .map(p -> new PointView(Instant.ofEpochSecond(0, p.nanos()), p.value()))
              .toList());
    }
  }

  private static String nameOf(Series series) {
    return series.labels().values().getOrDefault("__name__", "");
  }

  private static Map<String, String> labelsOf(Series series) {
    var labels = new TreeMap<>(series.labels().values());
    labels.remove("__name__");
    return labels;
  }

  @GET
  @Needs(Scope.READ)
  @Operation(summary = "The latest sample of each series in a time range")
  public Page<SampleView> latest(@PathParam("install") String install, @BeanParam Which which)
      throws IOException {
    TimeRange range = ask.range(which.since, which.until);
    List<Series> series =
        found(telemetry.latest(ask.source(caller, install), which.selector(), range, MOST_SERIES));
    return new Page<>(series.stream().map(SampleView::of).toList(), null);
  }

  @GET
  @Path("range")
  @Needs(Scope.READ)
  @Operation(
      summary =
          "The samples of each series in a time range: each one, or with a step (such as 30s) the"
              + " newest of each step, at the step's end")
  public Page<SeriesView> range(
      @PathParam("install") String install,
      @BeanParam Which which,
      @QueryParam("step") @Nullable String step)
      throws IOException {
    TimeRange range = ask.range(which.since, which.until);
    var query =
        new MetricQuery(
            which.selector(),
            range,
            step(step, range),
            new MetricQuery.Limits(MOST_SERIES, MOST_POINTS));
    List<Series> series = found(telemetry.metrics(ask.source(caller, install), query));
    return new Page<>(series.stream().map(SeriesView::of).toList(), null);
  }

  private static List<Series> found(MetricAnswer answer) {
    return switch (answer) {
      case MetricAnswer.Found(List<Series> series) -> series;
      case MetricAnswer.TooMuch(String what) ->
          throw ProblemException.of(
              422,
              "Too much",
              "The range holds "
                  + what
                  + ". Name a metric, match fewer labels, shorten the range or lengthen the step.");
    };
  }

  private static Duration step(@Nullable String text, TimeRange range) {
    if (text == null) {
      return Duration.ZERO;
    }
    Matcher matcher = SPAN.matcher(text);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
      throw ProblemException.invalid("step", "must be a span such as 500ms, 30s, 5m, 1h or 1d");
    }
    long amount = Long.parseLong(matcher.group(1));
    Duration step =
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          case String _ -> Duration.ofDays(amount);
        };
    Duration all = Duration.ofNanos(range.until() - range.from());
    if (step.compareTo(all) > 0) {
      return all;
    }
    if (all.dividedBy(step) > MOST_STEPS) {
      throw ProblemException.invalid(
          "step", "makes more than " + MOST_STEPS + " points of this range; make it longer");
    }
    return step;
  }
}
