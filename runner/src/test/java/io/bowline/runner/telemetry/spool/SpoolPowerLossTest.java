package io.bowline.runner.telemetry.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.runner.power.EveryOperation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Lines that were kept are there, sent or counted, wherever the process dies or the power goes.
@Timeout(300)
class SpoolPowerLossTest {
  private static final int SLOT = 1 << 10;
  private static final int ROUNDS = 6;

  private static Spool open(Path root, long maxBytes) throws IOException {
    return new Spool(root.resolve("state/spool/logs"), maxBytes, SLOT);
  }

  private static List<Reading> lines(long from, long until) {
    return LongStream.range(from, until)
        .mapToObj(n -> new Reading(new TreeMap<>(Map.of("app", "broker")), n, "line " + n))
        .toList();
  }

  private static Set<Long> numbers(List<Reading> readings) {
    var numbers = new TreeSet<Long>();
    readings.forEach(reading -> numbers.add(reading.nanos()));
    return numbers;
  }

  @Test
  void whatWasKeptIsThereOrWasSent() throws IOException {
    int operations =
        EveryOperation.of((root, promises) -> {
          Spool spool = open(root, 1 << 20);
          Set<Long> sent = new HashSet<>();
          var kept = new TreeSet<Long>();
          for (int round = 0; round < ROUNDS; round++) {
            List<Reading> more = lines(round * 3L, round * 3L + 3);
            spool.add(more);
            kept.addAll(numbers(more));
            Set<Long> promised = Set.copyOf(kept);
            promises.promise("lines", left -> assertFound(left, promised, sent, 0));
            if (round % 2 == 1) {
              Batch batch = spool.oldest().orElseThrow();
              sent.addAll(numbers(batch.readings())); // it has arrived before it is acked
              spool.acked(batch);
            }
          }
        });
    assertThat(operations).isGreaterThan(30);
  }

  @Test
  void whatAFullSpoolDroppedIsCounted() throws IOException {
    EveryOperation.of((root, promises) -> {
      Spool spool = open(root, 400);
      var kept = new TreeSet<Long>();
      // what an earlier telling left is counted, too
      boolean again = spool.bytes() > 0 || !spool.losses().isEmpty();
      long first = again ? 1_000 : 0;
      long unsaid = again ? 3 * ROUNDS : 3;
      for (int round = 0; round < ROUNDS; round++) {
        List<Reading> more = lines(first + round * 3L, first + round * 3L + 3);
        spool.add(more);
        kept.addAll(numbers(more));
        Set<Long> promised = Set.copyOf(kept);
        promises.promise("lines", left -> assertFound(left, promised, Set.of(), unsaid));
      }
    });
  }

  /// @param unsaid how many lines may be counted or found beside the promised ones: those of a
  ///   batch that was under way
  private static void assertFound(Path root, Set<Long> promised, Set<Long> sent, long unsaid)
      throws IOException {
    Spool spool = open(root, 1 << 20);
    var found = new TreeSet<>(sent);
    long counted = spool.losses().stream().mapToLong(Loss::count).sum();
    for (Optional<Batch> next = spool.oldest(); next.isPresent(); next = spool.oldest()) {
      found.addAll(numbers(next.get().readings()));
      counted += next.get().losses().stream().mapToLong(Loss::count).sum();
      assertThat(next.get().losses()).noneMatch(loss -> loss.cause() == Loss.Cause.DAMAGED);
      spool.acked(next.get());
    }
    var missing = new TreeSet<>(promised);
    missing.removeAll(found);
    if (counted == 0) {
      assertThat(missing).isEmpty();
    } else {
      assertThat(counted).isBetween((long) missing.size(), missing.size() + unsaid);
    }
  }

  @Test
  void aPositionAndItsLinesAreKeptTogether() throws IOException {
    EveryOperation.of((root, promises) -> {
      Spool spool = open(root, 1 << 20);
      long start = spool.position("capture", "pod").map(Position::lines).orElse(0L);
      for (long at = start; at < start + 12; at += 3) {
        long lines = at + 3;
        spool.add(
            lines(at, lines),
            List.of(new Position("capture", "pod", at, 1, lines, Long.MAX_VALUE)));
        promises.promise("position", left -> assertTogether(left, lines));
      }
    });
  }

  /// As many lines as the position says, and at least those that were promised.
  private static void assertTogether(Path root, long promised) throws IOException {
    Spool spool = open(root, 1 << 20);
    long lines = spool.position("capture", "pod").map(Position::lines).orElse(0L);
    assertThat(lines).isGreaterThanOrEqualTo(promised);
    var found = new TreeSet<Long>();
    for (Optional<Batch> next = spool.oldest(); next.isPresent(); next = spool.oldest()) {
      next.get().readings().forEach(reading -> assertThat(found.add(reading.nanos())).isTrue());
      spool.acked(next.get());
    }
    assertThat(found).hasSize((int) lines);
  }
}
