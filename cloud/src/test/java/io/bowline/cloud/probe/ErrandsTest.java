package io.bowline.cloud.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.cloud.probe.Errands.Errand;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Findings;
import io.bowline.model.probe.Result;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// Checks side by side, each within its time.
class ErrandsTest {
  private static final Errand GOOD = new Errand("good", () -> List.of(Check.ok("good", "Yes.")));

  @Test
  void oneThatDoesNotEndKeepsNobodyElsesResult() {
    var never = new CountDownLatch(1);
    var silent =
        new Errand(
            "silent",
            () -> {
              never.await();
              return List.of();
            });
    List<Check> found = new Errands(Duration.ofSeconds(4)).run(List.of(silent, GOOD));
    assertThat(found).extracting(Check::name).containsExactly("silent", "good");
    assertThat(found).extracting(Check::result).containsExactly(Result.INCONCLUSIVE, Result.OK);
  }

  @Test
  void oneThatThrowsSaysWhatItWasAndNotWhatItSaid() {
    var broken =
        new Errand(
            "broken",
            () -> {
              throw new IllegalStateException("the secret is canary");
            });
    List<Check> found = new Errands(Duration.ofSeconds(60)).run(List.of(broken, GOOD));
    assertThat(found).extracting(Check::result).containsExactly(Result.INCONCLUSIVE, Result.OK);
    assertThat(found.getFirst().detail())
        .contains("IllegalStateException")
        .doesNotContain("canary");
  }

  @Test
  void nothingFoundIsNoSuccessAndTheWorstCounts() {
    assertThat(Result.worst(List.of())).isEqualTo(Result.INCONCLUSIVE);
    assertThat(new Findings(List.of(Check.ok("a", "Yes.")), List.of()).result())
        .isEqualTo(Result.INCONCLUSIVE);
    assertThat(
            Result.worst(
                List.of(
                    Check.failed("a", "No."), Check.inconclusive("b", "?"), Check.ok("c", "Yes."))))
        .isEqualTo(Result.FAILED);
  }
}
