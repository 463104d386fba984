package io.bowline.control.edge.http.telemetry;

import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.Page;
import io.bowline.control.edge.http.PageRequest;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.org.Scope;
import io.bowline.control.telemetry.LogLine;
import io.bowline.control.telemetry.LogQuery;
import io.bowline.control.telemetry.Selector;
import io.bowline.control.telemetry.Source;
import io.bowline.control.telemetry.Telemetry;
import io.bowline.control.telemetry.TimeRange;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Captured logs of an install.
@Path("/api/v1/organizations/{org}/installs/{install}/logs")
@Tag(name = "telemetry")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class LogResource {
  private static final int USUAL = 100;
  private static final int MOST = 1_000;
  private static final int LONGEST_TEXT = 1_000;

  private final Telemetry telemetry;
  private final TelemetryAsk ask;
  private final LogFollowing following;
  private final Caller caller;

  LogResource(Telemetry telemetry, TelemetryAsk ask, LogFollowing following, Caller caller) {
    this.telemetry = telemetry;
    this.ask = ask;
    this.following = following;
    this.caller = caller;
  }

  /// Which lines.
  public static class Which {
    @QueryParam("component")
    @Nullable String component;

    @QueryParam("match")
    @Nullable List<String> match;

    @QueryParam("grep")
    @Nullable String grep;

    @QueryParam("since")
    @Nullable String since;

    LogQuery query(TimeRange range) {
      Selector selector = TelemetryAsk.selector(match);
      if (component != null) {
        selector = selector.and("component", component);
      }
      String text = grep == null ? "" : Given.bounded("grep", grep, LONGEST_TEXT);
      return new LogQuery(selector, text, range);
    }
  }

  @GET
  @Needs(Scope.READ)
  @Operation(
      summary =
          "Captured lines of a time range, in the order of time: the newest, with the older ones"
              + " as next page; with order=oldest the other way round")
  public Page<LineView> logs(
      @PathParam("install") String install,
      @BeanParam Which which,
      @QueryParam("until") @Nullable String until,
      @QueryParam("order") @Nullable String order,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable Integer limit)
      throws IOException {
    LogQuery query = which.query(ask.range(which.since, until));
    int atMost = limit == null ? USUAL : limit;
    if (atMost < 1 || atMost > MOST) {
      throw ProblemException.invalid("limit", "must be between 1 and " + MOST);
    }
    Optional<LogLine.Key> from =
        Optional.ofNullable(cursor)
            .map(text -> Given.id("cursor", PageRequest.position(text), LogLine.Key::parse));
    Source source = ask.source(caller, install);
    return switch (order == null ? "newest" : order) {
      case "newest" -> newest(telemetry.newest(source, query, from, atMost + 1), atMost);
      case "oldest" -> oldest(telemetry.oldest(source, query, from, atMost + 1), atMost);
      case String _ -> throw ProblemException.invalid("order", "must be newest or oldest");
    };
  }

  private static Page<LineView> newest(List<LogLine> read, int atMost) {
    boolean more = read.size() > atMost;
    List<LogLine> page = more ? read.subList(1, read.size()) : read;
    return page(page, more ? PageRequest.cursor(page.getFirst().key().text()) : null);
  }

  private static Page<LineView> oldest(List<LogLine> read, int atMost) {
    boolean more = read.size() > atMost;
    List<LogLine> page = more ? read.subList(0, atMost) : read;
    return page(page, more ? PageRequest.cursor(page.getLast().key().text()) : null);
  }

  private static Page<LineView> page(List<LogLine> lines, @Nullable String next) {
    return new Page<>(lines.stream().map(LineView::of).toList(), next);
  }

  @GET
  @Path("stream")
  @Needs(Scope.READ)
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Blocking
  @Operation(
      summary =
          "Follow captured lines: those of the past in the order of time, then what arrives, each"
              + " once; events carry arrays of lines, and Last-Event-ID goes on after one")
  public Multi<OutboundSseEvent> stream(
      @PathParam("install") String install,
      @BeanParam Which which,
      @QueryParam("tail") @Nullable Integer tail,
      @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
      @Context Sse sse)
      throws IOException {
    LogQuery query = which.query(ask.openRange(which.since));
    if (tail != null && (tail < 0 || tail > LogFollowing.LONGEST_TAIL)) {
      throw ProblemException.invalid("tail", "must be between 0 and " + LogFollowing.LONGEST_TAIL);
    }
    var wanted =
        new LogFollowing.Wanted(ask.source(caller, install), query, Optional.ofNullable(tail));
    return following.stream(caller.welcome(), sse, wanted, lastEventId);
  }
}
