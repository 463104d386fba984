package io.bowline.registry.pace;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.testkit.FakeClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {
  private final FakeClock clock = new FakeClock(Instant.EPOCH);
  private final Pace pace = new Pace(4, clock);

  private int asked() {
    int asked = 0;
    while (pace.next().isEmpty()) {
      asked++;
    }
    return asked;
  }

  @Test
  void letsASecondsWorthThroughAndThenOneAfterTheOther() {
    assertThat(asked()).isEqualTo(4);
    assertThat(pace.next()).contains(Duration.ofMillis(250));
    clock.advance(Duration.ofMillis(250));
    assertThat(asked()).isEqualTo(1);
    clock.advance(Duration.ofHours(1));
    assertThat(asked()).isEqualTo(4);
  }

  @Test
  void anotherSpeedCountsFromNowOn() {
    pace.change(2);
    assertThat(asked()).isEqualTo(2);
    pace.change(100);
    assertThat(asked()).isZero();
    clock.advance(Duration.ofMillis(500));
    assertThat(asked()).isEqualTo(50);
  }
}
