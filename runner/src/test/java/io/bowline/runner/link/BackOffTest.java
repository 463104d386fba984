package io.bowline.runner.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BackOffTest {
  @Test
  @Tag("C49.backoff")
  void spreadsEveryAttemptOverAllOfACeilingThatDoublesUpToFiveMinutes() {
    long[] ceilings = {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300};
    int runners = 4000;
    long[][] waits = new long[ceilings.length][runners];
    for (int runner = 0; runner < runners; runner++) {
      var backOff = new BackOff(new Random(runner));
      for (int attempt = 0; attempt < ceilings.length; attempt++) {
        waits[attempt][runner] = backOff.next().toMillis();
      }
    }
    for (int attempt = 0; attempt < ceilings.length; attempt++) {
      long ceiling = ceilings[attempt] * 1000;
      assertThat(Arrays.stream(waits[attempt]).boxed())
          .allMatch(wait -> wait >= 0 && wait <= ceiling);
      // full jitter: a tenth of all comes back in each tenth of the time, give or take a quarter
      int[] tenths = new int[10];
      for (long wait : waits[attempt]) {
        tenths[(int) Math.min(9, wait * 10 / ceiling)]++;
      }
      assertThat(Arrays.stream(tenths).boxed())
          .allMatch(many -> Math.abs(many - runners / 10) < runners / 40);
    }
  }

  @Test
  @Tag("C49.backoff")
  void beginsAnewOnlyAfterAMinuteOfStability() {
    var backOff = new BackOff(new Random(1));
    IntStream.range(0, 20).forEach(_ -> backOff.next());
    backOff.lived(Duration.ofSeconds(59));
    assertThat(longest(backOff)).isGreaterThan(Duration.ofSeconds(30));
    backOff.lived(Duration.ofSeconds(60));
    assertThat(backOff.next()).isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void askingSeldomForWhatAPersonHasToMendSaysNothingAboutTheNetwork() {
    var backOff = new BackOff(new Random(1));
    assertThat(IntStream.range(0, 20).mapToObj(_ -> backOff.seldom()).max(Duration::compareTo))
        .get()
        .matches(longest -> longest.compareTo(Duration.ofMinutes(1)) > 0);
    assertThat(backOff.next()).isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  private static Duration longest(BackOff backOff) {
    return IntStream.range(0, 20)
        .mapToObj(_ -> backOff.next())
        .max(Duration::compareTo)
        .orElseThrow();
  }
}
