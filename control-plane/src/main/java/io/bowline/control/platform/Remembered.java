package io.bowline.control.platform;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Answers that may be a little old: each is asked for again when its time is over, so that what
/// was taken back ends then at the latest. Those of more questions than there is room for are
/// forgotten all at once.
public final class Remembered<Q, A> {
  private final Duration life;
  private final int most;
  private final InstantSource clock;
  private final Map<Q, Known<A>> answers = new ConcurrentHashMap<>();

  public Remembered(Duration life, int most, InstantSource clock) {
    this.life = life;
    this.most = most;
    this.clock = clock;
  }

  private record Known<A>(A answer, Instant until) {}

  /// The answer, asked for unless it is known.
  public A get(Q question, Supplier<A> ask) {
    Instant now = clock.instant();
    Known<A> known = answers.get(question);
    if (known != null && now.isBefore(known.until())) {
      return known.answer();
    }
    A answer = ask.get();
    if (answers.size() >= most) {
      answers.clear();
    }
    answers.put(question, new Known<>(answer, now.plus(life)));
    return answer;
  }
}
