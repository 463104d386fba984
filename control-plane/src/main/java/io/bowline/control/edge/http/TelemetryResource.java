package io.bowline.control.edge.http;

import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.Installs;
import io.bowline.control.telemetry.LogLine;
import io.bowline.control.telemetry.Series;
import io.bowline.control.telemetry.Source;
import io.bowline.control.telemetry.Telemetry;
import io.bowline.control.telemetry.TimeRange;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Logs and metrics of an install, as they came in.
@Path("/api/v1/organizations/{org}/installs/{install}")
@Tag(name = "telemetry")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class TelemetryResource {
  private static final Duration USUAL = Duration.ofHours(1);
  // what a clock ahead of ours wrote a moment ago still belongs to "until now"
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private final Telemetry telemetry;
  private final Installs installs;
  private final InstantSource clock;
  private final Caller caller;

  TelemetryResource(Telemetry telemetry, Installs installs, InstantSource clock, Caller caller) {
    this.telemetry = telemetry;
    this.installs = installs;
    this.clock = clock;
    this.caller = caller;
  }

  /// One line.
  public record LineView(
      Instant time, String component, String pod, String line, Map<String, String> labels) {
    static LineView of(LogLine line) {
      Map<String, String> labels = line.labels().values();
      return new LineView(
          Instant.ofEpochSecond(0, line.nanos()),
          labels.getOrDefault("component", ""),
          labels.getOrDefault("pod", ""),
          line.line(),
          labels);
    }
  }

  /// The latest point of a series.
  public record SampleView(String name, Map<String, String> labels, double value, Instant time) {
    static SampleView of(Series series) {
      var labels = new TreeMap<>(series.labels().values());
      String name = labels.remove("__name__");
      Series.Point last = series.points().getLast();
      return new SampleView(
          name == null ? "" : name, labels, last.value(), Instant.ofEpochSecond(0, last.nanos()));
    }
  }

  @GET
  @Path("logs")
  @Operation(summary = "The newest captured lines of a time range, in the order of time")
  public Page<LineView> logs(
      @PathParam("install") String install,
      @QueryParam("component") @Nullable String component,
      @QueryParam("since") @Nullable String since,
      @QueryParam("limit") @Nullable Integer limit)
      throws IOException {
    var wanted = new HashMap<String, String>();
    if (component != null) {
      wanted.put("component", component);
    }
    int atMost = PageRequest.of(null, limit).limit();
    List<LogLine> lines = telemetry.logs(source(install), wanted, range(since), atMost);
    return new Page<>(lines.stream().map(LineView::of).toList(), null);
  }

  @GET
  @Path("metrics")
  @Operation(summary = "The latest sample of each series in a time range")
  public Page<SampleView> metrics(
      @PathParam("install") String install,
      @QueryParam("name") @Nullable String name,
      @QueryParam("since") @Nullable String since)
      throws IOException {
    Map<String, String> wanted = name == null ? Map.of() : Map.of("__name__", name);
    List<Series> series = telemetry.metrics(source(install), wanted, range(since));
    return new Page<>(series.stream().map(SampleView::of).toList(), null);
  }

  private TimeRange range(@Nullable String since) {
    Instant now = clock.instant();
    Instant from = since == null ? now.minus(USUAL) : Given.instant("since", since);
    return TimeRange.of(from, now.plus(AHEAD));
  }

  private Source source(String nameOrId) {
    InstallRecord install =
        installs
            .named(caller.org(), nameOrId)
            .orElseThrow(() -> ProblemException.notFound("install"));
    return new Source(install.org(), install.id());
  }
}
