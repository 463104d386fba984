package io.bowline.control.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RepeatingTest {
  private static final Duration NEVER = Duration.ofDays(1);

  private final BlockingQueue<Integer> passes = new LinkedBlockingQueue<>();
  private final List<Exception> troubles = new CopyOnWriteArrayList<>();
  private final AtomicInteger count = new AtomicInteger();

  private Repeating every(Duration pause, Repeating.Work more) {
    return new Repeating(
        "test",
        pause,
        () -> {
          passes.add(count.incrementAndGet());
          more.go();
        },
        troubles::add);
  }

  private int next() throws InterruptedException {
    Integer pass = passes.poll(30, TimeUnit.SECONDS);
    assertThat(pass).as("a pass within half a minute").isNotNull();
    return pass;
  }

  @Test
  void passesComeOneAfterTheOther() throws InterruptedException {
    Repeating work = every(Duration.ofMillis(1), () -> {});
    work.start();
    assertThat(List.of(next(), next(), next())).containsExactly(1, 2, 3);
    work.stop();
  }

  @Test
  void theFirstPassWaitsForThePauseUnlessItIsWantedAtOnce() throws InterruptedException {
    Repeating later = every(NEVER, () -> {});
    later.start();
    Repeating now = every(NEVER, () -> {});
    now.startAtOnce();
    assertThat(next()).isEqualTo(1);
    later.stop();
    now.stop();
    assertThat(passes).isEmpty();
  }

  @Test
  void whatAPassThrowsIsToldAndTheNextComesAllTheSame() throws InterruptedException {
    Repeating work =
        every(
            Duration.ofMillis(1),
            () -> {
              if (count.get() == 1) {
                throw new IOException("no disk");
              }
              if (count.get() == 2) {
                throw new IllegalStateException("no database");
              }
            });
    work.startAtOnce();
    assertThat(List.of(next(), next(), next())).containsExactly(1, 2, 3);
    work.stop();
    assertThat(troubles).extracting(Exception::getMessage).startsWith("no disk", "no database");
  }

  @Test
  void afterAStopNoPassBegins() throws InterruptedException {
    Repeating work = every(Duration.ofMillis(1), () -> {});
    work.stop();
    work.start();
    // another one, begun later, is on its way by the time that the stopped one would be
    Repeating other = every(Duration.ofMillis(50), () -> {});
    other.start();
    assertThat(next()).isEqualTo(1);
    other.stop();
    assertThat(troubles).isEmpty();
  }
}
