package io.bowline.control.edge.http.telemetry;

import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.Installs;
import io.bowline.control.telemetry.Selector;
import io.bowline.control.telemetry.Source;
import io.bowline.control.telemetry.TimeRange;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What requests for logs and metrics have in common: of which install, from when to when, which
/// labels.
@Singleton
public final class TelemetryAsk {
  private static final Duration USUAL = Duration.ofHours(1);
  // what a clock ahead of ours wrote a moment ago still belongs to "until now"
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private final Installs installs;
  private final InstantSource clock;

  TelemetryAsk(Installs installs, InstantSource clock) {
    this.installs = installs;
    this.clock = clock;
  }

  Source source(Caller caller, String nameOrId) {
    InstallRecord install =
        installs
            .named(caller.org(), nameOrId)
            .orElseThrow(() -> ProblemException.notFound("install"));
    return new Source(install.org(), install.id());
  }

  /// An hour back when nothing else is said, and up to now.
  TimeRange range(@Nullable String since, @Nullable String until) {
    Instant now = clock.instant();
    Instant to = until == null ? now.plus(AHEAD) : Given.instant("until", until);
    Instant from =
        since == null ? (until == null ? now : to).minus(USUAL) : Given.instant("since", since);
    if (!from.isBefore(to)) {
      throw ProblemException.invalid("since", "must be before the end of the range, " + to);
    }
    return range(from, to);
  }

  /// Without an end, for what goes on.
  TimeRange openRange(@Nullable String since) {
    Instant from = since == null ? clock.instant().minus(USUAL) : Given.instant("since", since);
    return new TimeRange(range(from, from.plusSeconds(1)).from(), Long.MAX_VALUE);
  }

  private static TimeRange range(Instant from, Instant to) {
    try {
      return TimeRange.of(from, to);
    } catch (ArithmeticException e) {
      throw ProblemException.invalid("since", "and the end must lie between 1678 and 2262");
    }
  }

  static Selector selector(@Nullable List<String> match) {
    return match == null ? Selector.ALL : Given.id("match", match, Selector::parse);
  }
}
