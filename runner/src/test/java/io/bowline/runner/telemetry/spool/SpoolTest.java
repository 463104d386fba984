package io.bowline.runner.telemetry.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final SortedMap<String, String> BROKER = new TreeMap<>(Map.of("app", "broker"));

  @TempDir Path folder;
  private Path blocking = Path.of("none");

  private static List<Reading> lines(long from, long until) {
    return LongStream.range(from, until)
        .mapToObj(n -> new Reading(BROKER, n, "line " + n))
        .toList();
  }

  private static Loss full(long count, long from, long until) {
    return new Loss(BROKER, Loss.Cause.SPOOL_FULL, count, false, from, until);
  }

  private static Loss refused(long count, long from, long until) {
    return new Loss(BROKER, Loss.Cause.DISK_REFUSED, count, false, from, until);
  }

  /// A folder with something in it in the place of a draft: the disk refuses, as a full one does.
  private void refuse(long batch) throws IOException {
    Path draft = Files.createDirectory(folder.resolve("%016d.batch.draft".formatted(batch)));
    blocking = Files.createFile(draft.resolve("in-the-way"));
  }

  private void relent() throws IOException {
    Files.delete(blocking);
    Files.delete(blocking.getParent());
  }

  @Test
  void what_was_kept_is_there_after_a_restart_in_its_order() throws IOException {
    var spool = new Spool(folder, 1 << 20);
    spool.add(lines(0, 3));
    spool.add(lines(3, 5));

    var again = new Spool(folder, 1 << 20);
    Batch first = again.oldest().orElseThrow();
    assertThat(first.readings()).isEqualTo(lines(0, 3));
    again.acked(first);
    assertThat(again.oldest().orElseThrow().readings()).isEqualTo(lines(3, 5));
  }

  @Test
  void a_full_spool_drops_the_oldest_and_the_next_batch_tells_how_much() throws IOException {
    var spool = new Spool(folder, 200);
    for (int i = 0; i < 10; i++) {
      spool.add(lines(i * 10L, i * 10L + 10));
    }
    long told = 0;
    long kept = 0;
    long from = Long.MAX_VALUE;
    for (Optional<Batch> next = spool.oldest(); next.isPresent(); next = spool.oldest()) {
      kept += next.get().readings().size();
      for (Loss loss : next.get().losses()) {
        told += loss.count();
        from = Math.min(from, loss.from());
      }
      spool.acked(next.get());
    }
    assertThat(told + kept + spool.losses().stream().mapToLong(Loss::count).sum()).isEqualTo(100);
    assertThat(told).isPositive();
    assertThat(from).isZero();
  }

  @Test
  void a_count_survives_a_restart_before_it_was_told() throws IOException {
    var spool = new Spool(folder, 1 << 20);
    spool.add(lines(0, 10));
    spool.add(lines(10, 20));
    BatchFile.write(
        folder.resolve("losses-%019d".formatted(1)), List.of(), List.of(full(10, 0, 9)), List.of());

    // as after a crash between counting batch 1 and deleting it
    var again = new Spool(folder, 1 << 20);

    assertThat(again.losses()).containsExactly(full(10, 0, 9));
    assertThat(again.oldest().orElseThrow().readings()).isEqualTo(lines(10, 20));
  }

  @Test
  void a_count_that_has_travelled_in_a_batch_is_not_told_twice() throws IOException {
    var loss = full(10, 0, 9);
    new Spool(folder, 1 << 20);
    BatchFile.write(
        folder.resolve("%016d.batch".formatted(2)), lines(10, 20), List.of(loss), List.of());
    BatchFile.write(
        folder.resolve("losses-%019d".formatted(1)), List.of(), List.of(loss), List.of());

    // as after a crash between writing batch 2 and deleting the count
    var again = new Spool(folder, 1 << 20);

    assertThat(again.losses()).isEmpty();
    assertThat(again.oldest().orElseThrow().losses()).containsExactly(loss);
  }

  @Test
  void what_the_disk_refuses_is_counted_and_told_with_the_next_batch_that_finds_room()
      throws IOException {
    var spool = new Spool(folder, 1 << 20);
    spool.add(lines(0, 2));
    refuse(2);
    assertThatThrownBy(() -> spool.add(lines(2, 7))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> spool.add(lines(7, 9))).isInstanceOf(IOException.class);
    assertThat(spool.dropped()).isEqualTo(7);
    relent();

    spool.add(lines(9, 10));

    spool.acked(spool.oldest().orElseThrow());
    Batch next = spool.oldest().orElseThrow();
    assertThat(next.readings()).isEqualTo(lines(9, 10));
    assertThat(next.losses()).containsExactly(refused(7, 2, 8));
    assertThat(spool.losses()).isEmpty();
  }

  @Test
  void a_draft_that_a_crash_left_is_removed() throws IOException {
    Files.write(folder.resolve("0000000000000001.batch.draft"), new byte[] {1, 2});
    var spool = new Spool(folder, 1 << 20);
    assertThat(spool.oldest()).isEmpty();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".draft"));
    }
  }

  @Test
  void what_the_disk_refused_is_known_to_the_next_process_and_told_once() throws IOException {
    var spool = new Spool(folder, 1 << 20);
    refuse(1);
    assertThatThrownBy(() -> spool.add(lines(2, 7))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> spool.add(lines(7, 9))).isInstanceOf(IOException.class);
    relent();

    var again = new Spool(folder, 1 << 20);
    assertThat(again.losses()).containsExactly(refused(7, 2, 8));
    again.add(lines(9, 10));
    assertThat(again.oldest().orElseThrow().losses()).containsExactly(refused(7, 2, 8));

    var third = new Spool(folder, 1 << 20);
    assertThat(third.losses()).isEmpty();
    third.acked(third.oldest().orElseThrow());
    assertThat(new Spool(folder, 1 << 20).losses()).isEmpty();
  }

  @Test
  void counts_of_more_streams_than_there_is_room_for_are_put_together_and_none_is_lost()
      throws IOException {
    var spool = new Spool(folder, 1 << 20, 2 << 10);
    refuse(1);
    List<Reading> many =
        LongStream.range(0, 500)
            .mapToObj(
                n -> new Reading(new TreeMap<>(Map.of("app", "broker", "pod", "p" + n)), n, "line"))
            .toList();
    assertThatThrownBy(() -> spool.add(many)).isInstanceOf(IOException.class);
    relent();

    List<Loss> found = new Spool(folder, 1 << 20).losses();
    assertThat(found.stream().mapToLong(Loss::count).sum()).isEqualTo(500);
    assertThat(found.stream().mapToLong(Loss::until).max()).hasValue(499);
    assertThat(found)
        .hasSizeLessThan(500)
        .allMatch(loss -> "broker".equals(loss.labels().get("app")));
  }
}
