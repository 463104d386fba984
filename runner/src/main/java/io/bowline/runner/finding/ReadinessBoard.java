package io.bowline.runner.finding;

import io.bowline.model.probe.Check;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What the runner of a fleet found when it last looked whether a Kafka cluster could be created.
/// What is found again is told again: that nothing is told any more means that nobody looks.
public final class ReadinessBoard {
  private List<Check> checks = List.of();
  private long version;

  /// What there is to tell.
  ///
  /// @param version grows with every look
  public record Told(long version, List<Check> checks) {}

  /// Puts up what a look found.
  public synchronized void post(List<Check> found) {
    checks = List.copyOf(found);
    version++;
    notifyAll();
  }

  /// Waits for something newer than that version; empty when nothing came in time.
  public synchronized Optional<Told> after(long seen, Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    long left = atMost.toMillis();
    while (version <= seen && left > 0) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
    return version > seen ? Optional.of(new Told(version, checks)) : Optional.empty();
  }
}
