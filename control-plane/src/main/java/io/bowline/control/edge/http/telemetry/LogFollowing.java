package io.bowline.control.edge.http.telemetry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Given;
import io.bowline.control.telemetry.LogLine;
import io.bowline.control.telemetry.LogQuery;
import io.bowline.control.telemetry.LogTail;
import io.bowline.control.telemetry.Source;
import io.bowline.control.telemetry.Telemetry;
import io.bowline.control.telemetry.segment.Position;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.inject.Singleton;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Log lines as server-sent events. First the past, in the order of time; then everything in the
/// order of its arrival, so that what comes late is not missed. Who reads slowly is waited for.
@Singleton
public final class LogFollowing {
  static final int LONGEST_TAIL = 10_000;

  private static final int PAST_PAGE = 2_000;
  private static final int LINES_OF_EVENT = 200;
  private static final int CHARACTERS_OF_EVENT = 128 * 1024;
  private static final int SECONDS_BETWEEN_BEATS = 10;

  private final Telemetry telemetry;
  private final ObjectMapper json;

  LogFollowing(Telemetry telemetry, ObjectMapper json) {
    this.telemetry = telemetry;
    this.json = json;
  }

  /// What somebody follows.
  ///
  /// @param tail how many of the past's newest lines; empty for all of them
  record Wanted(Source source, LogQuery query, Optional<Integer> tail) {}

  Multi<OutboundSseEvent> stream(
      Caller.Welcome welcome, Sse sse, Wanted wanted, @Nullable String lastEventId)
      throws IOException {
    LogPlace place =
        lastEventId == null
            ? new LogPlace.Past(telemetry.endOfLogs(wanted.source()), Optional.empty())
            : Given.id("Last-Event-ID", lastEventId, LogPlace::parse);
    var follower = new Follower(welcome, sse, wanted, place);
    return Multi.createFrom()
        .<OutboundSseEvent>emitter(follower::start, BackPressureStrategy.BUFFER);
  }

  /// One stream on its own virtual thread.
  private final class Follower {
    private final Caller.Welcome welcome;
    private final Sse sse;
    private final Wanted wanted;
    private final LogPlace begin;
    private final Semaphore wake = new Semaphore(0);

    Follower(Caller.Welcome welcome, Sse sse, Wanted wanted, LogPlace begin) {
      this.welcome = welcome;
      this.sse = sse;
      this.wanted = wanted;
      this.begin = begin;
    }

    void start(MultiEmitter<? super OutboundSseEvent> emitter) {
      Telemetry.Subscription subscription =
          telemetry.whenLinesArrive(wanted.source(), wake::release);
      emitter.onRequest(_ -> wake.release());
      emitter.onTermination(() -> {
        subscription.close();
        wake.release();
      });
      Thread.ofVirtual().name("log-stream").start(() -> run(emitter));
    }

    private void run(MultiEmitter<? super OutboundSseEvent> emitter) {
      try {
        emitter.emit(sse.newEventBuilder().comment("following").build());
        Position from =
            switch (begin) {
              case LogPlace.Past past -> past(emitter, past);
              case LogPlace.Live(Position next) -> next;
            };
        live(emitter, from);
        emitter.complete();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        emitter.complete();
      } catch (IOException | RuntimeException e) {
        emitter.fail(e);
      }
    }

    private Position past(MultiEmitter<? super OutboundSseEvent> emitter, LogPlace.Past past)
        throws IOException, InterruptedException {
      LogQuery query = wanted.query().arrivedBefore(past.begun());
      Optional<LogLine.Key> told = past.told();
      List<LogLine> lines = page(query, told);
      while (!lines.isEmpty() && goesOn(emitter)) {
        for (List<LogLine> part : parts(lines)) {
          told = Optional.of(part.getLast().key());
          emit(emitter, new LogPlace.Past(past.begun(), told), part);
        }
        lines =
            wanted.tail().isPresent() || lines.size() < PAST_PAGE ? List.of() : page(query, told);
      }
      return past.begun();
    }

    private List<LogLine> page(LogQuery query, Optional<LogLine.Key> told) throws IOException {
      if (wanted.tail().isEmpty()) {
        return telemetry.oldest(wanted.source(), query, told, PAST_PAGE);
      }
      int tail = wanted.tail().get();
      List<LogLine> newest =
          tail == 0 ? List.of() : telemetry.newest(wanted.source(), query, Optional.empty(), tail);
      return newest.stream()
          .filter(line -> told.isEmpty() || line.key().compareTo(told.get()) > 0)
          .toList();
    }

    private void live(MultiEmitter<? super OutboundSseEvent> emitter, Position from)
        throws IOException, InterruptedException {
      try (LogTail tail = telemetry.tail(wanted.source(), wanted.query(), from)) {
        emitPlace(emitter, from);
        while (goesOn(emitter)) {
          wake.drainPermits();
          boolean more = true;
          while (more && !emitter.isCancelled()) {
            LogTail.Arrived arrived = tail.next();
            more = arrived.more();
            if (tail.takeGap()) {
              gap(emitter);
            }
            for (List<LogLine> part : parts(arrived.lines())) {
              emit(emitter, new LogPlace.Live(tail.next(part)), part);
            }
          }
          if (!wake.tryAcquire(SECONDS_BETWEEN_BEATS, TimeUnit.SECONDS)) {
            emitter.emit(sse.newEventBuilder().comment("still here").build());
          }
        }
      }
    }

    /// Tells where the stream stands though there is no line yet, so that who comes back after the
    /// past is not told it again.
    private void emitPlace(MultiEmitter<? super OutboundSseEvent> emitter, Position from) {
      emitter.emit(
          sse.newEventBuilder()
              .id(new LogPlace.Live(from).text())
              .name("lines")
              .data("[]")
              .build());
    }

    private boolean goesOn(MultiEmitter<? super OutboundSseEvent> emitter) {
      return !emitter.isCancelled() && welcome.lasts();
    }

    private void gap(MultiEmitter<? super OutboundSseEvent> emitter) {
      emitter.emit(
          sse.newEventBuilder()
              .name("gap")
              .data(write(Map.of("reason", "older lines were deleted before they were read")))
              .build());
    }

    private void emit(
        MultiEmitter<? super OutboundSseEvent> emitter, LogPlace place, List<LogLine> lines)
        throws InterruptedException {
      while (emitter.requested() == 0 && !emitter.isCancelled()) {
        // the reader has not taken the event before yet; a request or the end wakes us
        wake.acquire();
      }
      emitter.emit(
          sse.newEventBuilder()
              .id(place.text())
              .name("lines")
              .data(write(lines.stream().map(LineView::of).toList()))
              .build());
    }
  }

  private String write(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a line cannot be written as JSON", e);
    }
  }

  /// Cuts lines into pieces that are small enough for one event.
  private static List<List<LogLine>> parts(List<LogLine> lines) {
    var parts = new ArrayList<List<LogLine>>();
    int from = 0;
    int characters = 0;
    for (int i = 0; i < lines.size(); i++) {
      characters += lines.get(i).line().length();
      if (i + 1 - from >= LINES_OF_EVENT || characters >= CHARACTERS_OF_EVENT) {
        parts.add(lines.subList(from, i + 1));
        from = i + 1;
        characters = 0;
      }
    }
    if (from < lines.size()) {
      parts.add(lines.subList(from, lines.size()));
    }
    return parts;
  }
}
