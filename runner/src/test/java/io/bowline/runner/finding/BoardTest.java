package io.bowline.runner.finding;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.finding.Finding;
import io.bowline.model.finding.FindingKind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What the link hears of checks.
class BoardTest {
  private static final Finding SOME = new Finding.Unchecked(FindingKind.FOREIGN_IMAGE, "why");

  private final Board board = new Board();

  private long version(long seen) throws InterruptedException {
    return board.after(seen, Duration.ofMillis(1)).map(Board.Told::version).orElse(-1L);
  }

  @Test
  void thereIsNothingToTellUntilACheckWasMade() throws Exception {
    assertThat(version(0)).isEqualTo(-1);
    board.post(FindingKind.FOREIGN_IMAGE, List.of());
    assertThat(version(0)).as("that nothing was found is news, too").isEqualTo(1);
  }

  @Test
  void theSameAgainIsNoNews() throws Exception {
    board.post(FindingKind.FOREIGN_IMAGE, List.of(SOME));
    board.post(FindingKind.FOREIGN_IMAGE, List.of(SOME));
    assertThat(version(0)).isEqualTo(1);
    assertThat(version(1)).isEqualTo(-1);
    board.post(FindingKind.FOREIGN_IMAGE, List.of());
    assertThat(version(1)).isEqualTo(2);
  }

  @Test
  void whoWaitsHearsAtOnceAndOfAllChecksTogether() throws Exception {
    board.post(FindingKind.BLOCKED_IMAGE, List.of(SOME));
    var heard = new CompletableFuture<Board.Told>();
    Thread waiting =
        Thread.ofVirtual()
            .start(() -> {
              try {
                heard.complete(board.after(1, Duration.ofMinutes(2)).orElseThrow());
              } catch (InterruptedException e) {
                heard.completeExceptionally(e);
              }
            });
    board.post(FindingKind.FOREIGN_IMAGE, List.of(SOME));
    assertThat(heard.get(60, TimeUnit.SECONDS).report().findings()).containsExactly(SOME, SOME);
    waiting.join();
  }
}
