package io.bowline.control.runner;

import io.bowline.model.id.RunnerId;
import io.bowline.model.identity.Identity;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Whether a certificate of ours still counts, for ports where runners come often: an answer is
/// remembered for so short that a revoked runner is out within seconds.
@ApplicationScoped
public class Admissions {
  private static final Duration REMEMBERED = Duration.ofSeconds(3);
  private static final int MOST_REMEMBERED = 100_000;

  private final Map<RunnerId, Answer> answers = new ConcurrentHashMap<>();
  private final Enrollments enrollments;
  private final InstantSource clock;

  public Admissions(Enrollments enrollments, InstantSource clock) {
    this.enrollments = enrollments;
    this.clock = clock;
  }

  private record Answer(Identity identity, boolean admitted, Instant at) {}

  /// Whether the holder of a valid certificate with this identity is to be served.
  public boolean admits(Identity identity) {
    Instant now = clock.instant();
    Answer known = answers.get(identity.holder());
    if (known != null
        && known.identity().equals(identity)
        && now.isBefore(known.at().plus(REMEMBERED))) {
      return known.admitted();
    }
    boolean admitted = enrollments.come(identity, now) instanceof Admission.Welcome;
    if (answers.size() >= MOST_REMEMBERED) {
      answers.clear();
    }
    answers.put(identity.holder(), new Answer(identity, admitted, now));
    return admitted;
  }
}
