package io.bowline.runner.step.image.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GateTest {
  private final Gate gate = new Gate(16);

  private List<Gate.Pass> inside(int many) throws InterruptedException {
    var passes = new ArrayList<Gate.Pass>();
    for (int i = 0; i < many; i++) {
      passes.add(gate.enter());
    }
    return passes;
  }

  @Test
  void theRefusalsOfOneRoundHalveTheLimitOnce() throws Exception {
    List<Gate.Pass> round = inside(16);
    round.forEach(pass -> assertThat(gate.tooMuch(pass)).isEqualTo(1));
    assertThat(gate.limit()).isEqualTo(8);
    round.forEach(_ -> gate.leave());
    assertThat(gate.tooMuch(gate.enter())).isEqualTo(2);
    assertThat(gate.limit()).isEqualTo(4);
  }

  private void goWell(int many) throws InterruptedException {
    for (int i = 0; i < many; i++) {
      gate.wentWell(gate.enter());
      gate.leave();
    }
  }

  @Test
  void aRoundThatWentWellLetsTwiceAsManyInUpToAMost() throws Exception {
    goWell(16);
    assertThat(gate.limit()).isEqualTo(32);
    goWell(32);
    assertThat(gate.limit()).isEqualTo(64);
    goWell(1000);
    assertThat(gate.limit()).isEqualTo(64);
  }

  @Test
  void afterItWasTooMuchOnceARoundThatWentWellLetsOneMoreIn() throws Exception {
    assertThat(gate.tooMuch(gate.enter())).isEqualTo(1);
    gate.leave();
    assertThat(gate.limit()).isEqualTo(8);
    goWell(8);
    assertThat(gate.limit()).isEqualTo(9);
    goWell(64 * 1000);
    assertThat(gate.limit()).isEqualTo(64);
  }

  @Test
  void nobodyComesInWhileItIsClosed() throws Exception {
    long began = System.nanoTime();
    gate.close(Duration.ofMillis(300));
    gate.close(Duration.ofMillis(1));
    assertThat(gate.closedFor()).isPositive();
    Gate.Pass _ = gate.enter();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(290));
  }

  @Test
  void aRegistryThatBecomesSlowGetsLess() throws Exception {
    Gate.Pass pass = gate.enter();
    for (int i = 0; i < 50; i++) {
      gate.took(pass, Duration.ofMillis(20).toNanos());
    }
    assertThat(gate.limit()).isEqualTo(16);
    for (int i = 0; i < 50; i++) {
      gate.took(pass, Duration.ofSeconds(3).toNanos());
    }
    assertThat(gate.limit()).isEqualTo(12);
  }

  @Test
  void aRegistryThatIsFarAwayIsNotTakenForASlowOne() throws Exception {
    Gate.Pass pass = gate.enter();
    for (int i = 0; i < 50; i++) {
      gate.took(pass, Duration.ofMillis(900).toNanos());
    }
    assertThat(gate.limit()).isEqualTo(16);
  }
}
