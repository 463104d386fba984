package io.bowline.control.edge.grpc;

import io.bowline.control.job.EventHints;
import io.bowline.control.platform.event.Hint;
import io.bowline.control.platform.event.Hints;
import io.bowline.control.runner.Sessions;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.RunnerId;
import io.bowline.proto.codec.LinkRefusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/// The streams that this replica holds: woken for work by hints, and ended when they are silent,
/// too old, superseded, or revoked. A sweep about once a second is the truth; hints make it fast.
final class LiveStreams implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(LiveStreams.class);

  /// How many streams look for work in one sweep, hints or not.
  private static final int LOOKS_PER_SWEEP = 50;

  private static final int STANDING_AT_ONCE = 1000;

  /// How long a stream may stay after it was asked to drain.
  private static final Duration DRAIN_GRACE = Duration.ofSeconds(10);

  private final Map<RunnerId, StreamSession> streams = new ConcurrentHashMap<>();
  private final Map<StreamSession, Instant> draining = new ConcurrentHashMap<>();
  private final List<Hints.Subscription> subscriptions;
  private final AtomicBoolean sweeping = new AtomicBoolean();
  private final Sessions sessions;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Duration age;
  private Iterator<StreamSession> turn = List.<StreamSession>of().iterator();

  /// Subscribes to hints until it is closed.
  ///
  /// @param age at which a stream is asked to come back, give or take a tenth
  LiveStreams(
      Hints hints, Sessions sessions, InstantSource clock, RandomGenerator random, Duration age) {
    this.sessions = sessions;
    this.clock = clock;
    this.random = random;
    this.age = age;
    this.subscriptions =
        List.of(
            hints.subscribe(EventHints.WORK, this::work),
            hints.subscribe(Sessions.CHANGED, this::changed));
  }

  /// A welcomed stream; an older one of the same runner ends.
  void add(StreamSession stream) {
    StreamSession older = streams.put(stream.runner().holder(), stream);
    if (older != null) {
      older.close(StreamSession.superseded());
    }
  }

  void remove(StreamSession stream) {
    streams.remove(stream.runner().holder(), stream);
    draining.remove(stream);
  }

  int size() {
    return streams.size();
  }

  private void work(Hint hint) {
    if (hint instanceof Hint.Changed(var org, String key)) {
      InstallId install = InstallId.parse(key);
      for (StreamSession stream : streams.values()) {
        if (stream.runner().install().equals(install) && stream.runner().org().equals(org)) {
          stream.look();
        }
      }
    }
  }

  private void changed(Hint hint) {
    switch (hint) {
      case Hint.Changed(_, String key) -> {
        RunnerId runner = RunnerId.parse(key);
        if (streams.containsKey(runner)) {
          Thread.ofVirtual().name("link-check").start(() -> check(List.of(runner)));
        }
      }
      case Hint.Sweep() -> {
        if (sweeping.compareAndSet(false, true)) {
          Thread.ofVirtual().name("link-sweep").start(this::sweep);
        }
      }
    }
  }

  private void sweep() {
    try {
      Instant now = clock.instant();
      streams.values().forEach(stream -> judge(stream, now));
      var all = new ArrayList<>(streams.keySet());
      for (int from = 0; from < all.size(); from += STANDING_AT_ONCE) {
        check(all.subList(from, Math.min(all.size(), from + STANDING_AT_ONCE)));
      }
      lookInTurn();
    } finally {
      sweeping.set(false);
    }
  }

  private void judge(StreamSession stream, Instant now) {
    Optional<Instant> drainedAt = Optional.ofNullable(draining.get(stream));
    if (stream.silent(now)) {
      stream.close(Refusals.of(LinkRefusal.SILENT, "the runner said nothing for too long"));
    } else if (!now.isBefore(stream.until())) {
      stream.close(
          Refusals.of(
              LinkRefusal.CERTIFICATE_EXPIRED, "the certificate ended at " + stream.until()));
    } else if (drainedAt.isPresent()) {
      if (now.isAfter(drainedAt.get().plus(DRAIN_GRACE))) {
        stream.close(Refusals.of(LinkRefusal.DRAINING, "the stream was asked to end and did not"));
      }
    } else if (now.isAfter(stream.begun().plus(oldEnough(stream)))) {
      draining.put(stream, now);
      stream.drain(Duration.ofMillis(random.nextInt(2000)), "the stream is old enough");
    }
  }

  /// The age give or take a tenth, the same at every look.
  private Duration oldEnough(StreamSession stream) {
    long spread = Math.floorMod(stream.runner().holder().value().getLeastSignificantBits(), 201);
    return age.multipliedBy(900 + spread).dividedBy(1000);
  }

  private void check(Collection<RunnerId> runners) {
    try {
      for (Sessions.Standing standing : sessions.standing(runners)) {
        StreamSession stream = streams.get(standing.runner());
        if (stream == null) {
          continue;
        }
        if (standing.revokedBecause().isPresent()) {
          LOG.infof("runner %s is revoked; its stream is cut", standing.runner());
          stream.close(
              Refusals.of(
                  LinkRefusal.CERTIFICATE_REVOKED,
                  "runner %s was revoked: %s"
                      .formatted(standing.runner(), standing.revokedBecause().get())));
        } else if (standing.epoch() > stream.epoch()) {
          stream.close(StreamSession.superseded());
        }
      }
    } catch (RuntimeException e) {
      LOG.errorf(e, "how runners stand could not be read; the next sweep looks again");
    }
  }

  private void lookInTurn() {
    if (!turn.hasNext()) {
      turn = streams.values().iterator();
    }
    for (int looked = 0; looked < LOOKS_PER_SWEEP && turn.hasNext(); looked++) {
      turn.next().look();
    }
  }

  /// Asks every runner to come back, spread over some time.
  void drainAll(Duration spread, String reason) {
    for (StreamSession stream : streams.values()) {
      long millis = random.nextLong(Math.max(1, spread.toMillis()));
      stream.drain(Duration.ofMillis(millis), reason);
    }
  }

  @Override
  public void close() {
    subscriptions.forEach(Hints.Subscription::close);
  }
}
