package io.bowline.runner.finding;

import io.bowline.model.finding.Finding;
import io.bowline.model.finding.FindingKind;
import io.bowline.model.finding.FindingReport;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What every check found when it was last made. Checks post here, the link tells of it; after a
/// restart there is nothing to tell until they were made anew.
public final class Board {
  private final Map<FindingKind, List<Finding>> posted = new EnumMap<>(FindingKind.class);
  private final ReadinessBoard readiness = new ReadinessBoard();
  private long version;

  /// What there is to tell.
  ///
  /// @param version grows with every change
  public record Told(long version, FindingReport report) {}

  /// What was found of whether a Kafka cluster could be created.
  public ReadinessBoard readiness() {
    return readiness;
  }

  /// Puts up all that one check found, in place of what it found before.
  ///
  /// @param check the kind it looks for
  public synchronized void post(FindingKind check, List<Finding> found) {
    if (!List.copyOf(found).equals(posted.put(check, List.copyOf(found)))) {
      version++;
      notifyAll();
    }
  }

  /// Waits for something newer than that version; empty when nothing came in time.
  public synchronized Optional<Told> after(long seen, Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    long left = atMost.toMillis();
    while (version <= seen && left > 0) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
    return version > seen ? Optional.of(told()) : Optional.empty();
  }

  private Told told() {
    List<Finding> all = posted.values().stream().flatMap(List::stream).toList();
    return new Told(version, FindingReport.of(all));
  }
}
