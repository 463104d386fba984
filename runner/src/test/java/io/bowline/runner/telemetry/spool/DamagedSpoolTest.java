package io.bowline.runner.telemetry.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.runner.telemetry.Push;
import io.bowline.runner.telemetry.Sender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Files of the spool that a disk damages while the runner lives, or between two lives.
@Timeout(120)
class DamagedSpoolTest {
  private static final SortedMap<String, String> BROKER = new TreeMap<>(Map.of("app", "broker"));
  private static final SortedMap<String, String> OTHER = new TreeMap<>(Map.of("app", "other"));
  private static final int LINES = 3 * BatchFile.CHUNK;

  @TempDir Path folder;

  private static List<Reading> lines(long from, long until) {
    return LongStream.range(from, until)
        .mapToObj(n -> new Reading(n % 3 == 0 ? OTHER : BROKER, n, "line " + n))
        .toList();
  }

  /// Whatever byte is damaged, or wherever the file is cut: the batches around it are whole, and of
  /// the damaged one every line is there or counted.
  @Test
  void whateverIsDamagedEveryLineIsThereOrCounted() throws IOException {
    byte[] whole = spooled();
    Set<String> costs = new HashSet<>();
    for (int at = 0; at < whole.length; at += at < 300 || at > whole.length - 40 ? 5 : 149) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 0x40;
      costs.add(check(flipped, "byte " + at));
    }
    for (int at = 0; at < whole.length; at += 997) {
      costs.add(check(Arrays.copyOf(whole, at), "cut at " + at));
    }
    assertThat(costs).contains("nothing", "a chunk", "all, counted", "all, at least one");
  }

  private byte[] spooled() throws IOException {
    var spool = new Spool(folder, 1 << 20);
    spool.add(lines(-10, 0));
    spool.add(lines(0, LINES));
    spool.add(lines(LINES, LINES + 10));
    return Files.readAllBytes(file(2));
  }

  private Path file(long number) {
    return folder.resolve("%016d.batch".formatted(number));
  }

  private String check(byte[] bytes, String how) throws IOException {
    Files.write(file(2), bytes);
    BatchFile.Found found = BatchFile.read(file(2));
    assertThat(new HashSet<>(lines(0, LINES)).containsAll(found.readings())).as(how).isTrue();
    long gone = found.damage().stream().mapToLong(Loss::count).sum();
    if (found.damage().isEmpty()) {
      assertThat(found.readings()).as(how).isEqualTo(lines(0, LINES));
      return "nothing";
    }
    assertThat(found.damage()).as(how).allMatch(l -> l.cause() == Loss.Cause.DAMAGED);
    if (found.damage().getFirst().atLeast()) {
      assertThat(found.readings()).as(how).isEmpty();
      return "all, at least one";
    }
    assertThat(found.readings().size() + gone).as(how).isEqualTo(LINES);
    return found.readings().isEmpty() && found.damage().getFirst().labels().isEmpty()
        ? "all, counted"
        : "a chunk";
  }

  @Test
  void theSenderGoesOnBehindADamagedBatchAndTellsWhatIsMissingOfWhichStream() throws Exception {
    byte[] whole = spooled();
    whole[whole.length / 2] ^= 1; // in the middle chunk
    var spool = new Spool(folder, 1 << 20);
    Files.write(file(2), whole);

    List<Batch> sent = sent(spool, 3);

    assertThat(sent.get(0).readings()).isEqualTo(lines(-10, 0));
    assertThat(sent.get(2).readings()).isEqualTo(lines(LINES, LINES + 10));
    Batch damaged = sent.get(1);
    for (SortedMap<String, String> stream : List.of(BROKER, OTHER)) {
      long kept = damaged.readings().stream().filter(r -> r.labels().equals(stream)).count();
      Loss loss =
          damaged.losses().stream()
              .filter(l -> l.labels().equals(stream))
              .findFirst()
              .orElseThrow();
      long had = lines(0, LINES).stream().filter(r -> r.labels().equals(stream)).count();
      assertThat(kept + loss.count()).isEqualTo(had);
      assertThat(loss.atLeast()).isFalse();
    }
    assertThat(spool.damaged()).isEqualTo(BatchFile.CHUNK);
    assertThat(spool.oldest()).isEmpty();
  }

  @Test
  void aFileThatTheDiskNeverGivesOutIsGivenUpAndSaid() throws Exception {
    spooled();
    var spool = new Spool(folder, 1 << 20);
    Files.delete(file(1));
    Files.createDirectory(file(1)); // cannot be read, as on a broken disk

    List<Batch> sent = sent(spool, 2);
    spool.add(lines(0, 1));

    assertThat(sent.getFirst().readings()).isEqualTo(lines(0, LINES));
    assertThat(spool.damaged()).isEqualTo(1);
    Batch next = sent(spool, 1).getFirst();
    assertThat(next.losses())
        .singleElement()
        .satisfies(loss -> {
          assertThat(loss.atLeast()).isTrue();
          assertThat(loss.cause()).isEqualTo(Loss.Cause.DAMAGED);
        });
  }

  @Test
  void aDamagedBatchThatAFullSpoolDropsIsCountedWhole() throws IOException {
    byte[] whole = spooled();
    whole[whole.length / 2] ^= 1;
    Files.write(file(2), whole);
    var spool = new Spool(folder, 1);
    spool.add(lines(LINES + 10, LINES + 11));
    long counted = spool.losses().stream().mapToLong(Loss::count).sum();
    for (Optional<Batch> next = spool.oldest(); next.isPresent(); next = spool.oldest()) {
      counted += next.get().readings().size();
      counted += next.get().losses().stream().mapToLong(Loss::count).sum();
      spool.acked(next.get());
    }
    assertThat(counted).isEqualTo(LINES + 21);
  }

  private static List<Batch> sent(Spool spool, int batches) throws Exception {
    var arrived = new LinkedBlockingQueue<Batch>();
    Push push =
        batch -> {
          arrived.add(batch);
          return new Push.Answer.Taken();
        };
    List<Batch> sent = new ArrayList<>();
    try (var _ = new Sender("logs", spool, push, _ -> 0)) {
      for (int i = 0; i < batches; i++) {
        Batch batch = arrived.poll(60, TimeUnit.SECONDS);
        assertThat(batch).isNotNull();
        sent.add(batch);
      }
    }
    return sent;
  }
}
