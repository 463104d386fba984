package io.bowline.control.edge.ingest;

import io.bowline.control.telemetry.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// How many different streams or series an install sends: those of the last hour, or two. A label
/// that takes ever new values is stopped here, before it is on the disk.
final class LabelSets {
  private static final Duration GENERATION = Duration.ofHours(1);
  private static final Duration LATER = Duration.ofSeconds(60);

  private final String what;
  private final int most;
  private final InstantSource clock;
  private final Map<Source, Seen> seen = new ConcurrentHashMap<>();

  /// @param what is counted, in the plural
  LabelSets(String what, int most, InstantSource clock) {
    this.what = what;
    this.most = most;
    this.clock = clock;
  }

  /// Kept by hash: two sets that share one are counted as one.
  private static final class Seen {
    private Set<Long> now = new HashSet<>();
    private Set<Long> before = Set.of();
    private Instant until;

    Seen(Instant until) {
      this.until = until;
    }
  }

  /// Counts those of a push.
  ///
  /// @throws BadPush when there would be too many; then none of them counts
  void admit(Source source, Collection<String> labelSets) throws BadPush {
    Instant now = clock.instant();
    Seen known = seen.computeIfAbsent(source, _ -> new Seen(now.plus(GENERATION)));
    synchronized (known) {
      age(known, now);
      Set<Long> fresh = new HashSet<>();
      for (String labels : labelSets) {
        long hash = hash(labels);
        if (!known.now.contains(hash)) {
          fresh.add(hash);
        }
      }
      if (known.now.size() + fresh.size() > most && !known.before.containsAll(fresh)) {
        throw BadPush.tooMuch(
            "the install sends more than %d different %s; find the label that takes ever new values"
                .formatted(most, what),
            LATER);
      }
      known.now.addAll(fresh);
    }
  }

  private static void age(Seen known, Instant now) {
    if (!now.isBefore(known.until)) {
      boolean longAgo = !now.isBefore(known.until.plus(GENERATION));
      known.before = longAgo ? Set.of() : known.now;
      known.now = new HashSet<>();
      known.until = now.plus(GENERATION);
    }
  }

  /// Forgets installs that have sent nothing for long.
  void forgetIdle() {
    Instant now = clock.instant();
    seen.values().removeIf(known -> !now.isBefore(known.until.plus(GENERATION)));
  }

  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
