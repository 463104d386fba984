package io.bowline.control.telemetry.segment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  @TempDir Path folder;

  /// An entry as it is read back.
  private record Seen(long nanos, String labels, String line) {
    static Seen of(Entry entry) {
      return new Seen(entry.nanos(), entry.labels(), entry.line());
    }
  }

  private static List<Seen> entries(long from, long until) {
    return LongStream.range(from, until)
        .mapToObj(n -> new Seen(n, "app=" + n % 3, "line " + n))
        .toList();
  }

  private static Chunk chunk(long from, long until) {
    Chunk chunk = Chunk.ofText();
    for (Seen seen : entries(from, until)) {
      byte[] line = seen.line().getBytes(UTF_8);
      chunk.add(chunk.stream(seen.labels()), seen.nanos(), line, 0, line.length);
    }
    return chunk;
  }

  private List<Seen> all() throws IOException {
    return found(0, Long.MAX_VALUE, _ -> true);
  }

  private List<Seen> found(long from, long until, Predicate<String> labels) throws IOException {
    List<Seen> found = new ArrayList<>();
    Segments.read(
        folder, new Segments.Search(from, until, labels), entry -> found.add(Seen.of(entry)));
    return found;
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findFirst().orElseThrow();
    }
  }

  @Test
  void what_was_appended_is_read_back_after_a_restart() throws IOException {
    try (var segments = new Segments(folder, 1 << 20, 10, PATIENCE)) {
      segments.append(chunk(0, 100), "");
    }
    try (var segments = new Segments(folder, 1 << 20, 10, PATIENCE)) {
      segments.append(chunk(100, 200), "");
      assertThat(all()).isEqualTo(entries(0, 200));
    }
  }

  @Test
  void a_torn_block_at_the_end_is_cut_off_at_every_length() throws IOException {
    try (var segments = new Segments(folder, 1 << 20, 10, PATIENCE)) {
      segments.append(chunk(0, 5), "");
    }
    byte[] whole = Files.readAllBytes(onlyFile());
    try (var segments = new Segments(folder, 1 << 20, 10, PATIENCE)) {
      segments.append(chunk(5, 9), "");
    }
    byte[] two = Files.readAllBytes(onlyFile());
    for (int length = whole.length; length < two.length; length++) {
      Files.write(onlyFile(), java.util.Arrays.copyOf(two, length));
      try (var segments = new Segments(folder, 1 << 20, 10, PATIENCE)) {
        assertThat(all()).as("torn at byte %d", length).isEqualTo(entries(0, 5));
        segments.append(chunk(9, 10), "");
        assertThat(all()).hasSize(6);
      }
    }
  }

  @Test
  void a_range_and_a_filter_choose() throws IOException {
    try (var segments = new Segments(folder, 1 << 20, 10, PATIENCE)) {
      segments.append(chunk(0, 50), "");
      segments.append(chunk(50, 100), "");
    }
    assertThat(found(40, 60, labels -> labels.equals("app=0")))
        .extracting(Seen::nanos)
        .containsExactly(42L, 45L, 48L, 51L, 54L, 57L);
  }

  @Test
  void a_batch_that_is_sent_again_is_kept_once_also_after_a_restart_and_in_the_next_file()
      throws IOException {
    try (var segments = new Segments(folder, 10, 10, PATIENCE)) {
      assertThat(segments.append(chunk(0, 5), "spool-1")).isTrue();
      assertThat(segments.append(chunk(5, 6), "spool-2")).isTrue();
      assertThat(segments.append(chunk(0, 5), "spool-1")).isFalse();
    }
    try (var segments = new Segments(folder, 10, 10, PATIENCE)) {
      assertThat(segments.append(chunk(0, 5), "spool-1")).isFalse();
      assertThat(segments.append(chunk(5, 6), "spool-2")).isFalse();
      assertThat(segments.append(chunk(6, 7), "spool-3")).isTrue();
    }
    assertThat(all()).isEqualTo(entries(0, 7));
  }

  @Test
  void label_sets_are_found_again_after_a_restart_in_mid_file() throws IOException {
    for (int i = 0; i < 5; i++) {
      try (var segments = new Segments(folder, 1 << 20, 10, PATIENCE)) {
        segments.append(chunk(i * 2L, i * 2L + 2), "");
      }
    }
    assertThat(all()).isEqualTo(entries(0, 10));
  }

  @Test
  void a_tail_shows_every_entry_once_over_files_restarts_and_any_place_to_go_on_from()
      throws IOException {
    List<Entry> whole = new ArrayList<>();
    try (var segments = new Segments(folder, 200, 100, PATIENCE);
        var tail = new Tail(folder, Position.START, _ -> true)) {
      for (int i = 0; i < 20; i++) {
        segments.append(chunk(i * 5L, i * 5L + 5), "");
        while (tail.block(whole::add)) {
          // to the end
        }
      }
    }
    assertThat(whole).map(Seen::of).isEqualTo(entries(0, 100));
    for (int i = 0; i < whole.size(); i++) {
      List<Entry> rest = new ArrayList<>();
      try (var again = new Tail(folder, whole.get(i).at().next(), _ -> true)) {
        while (again.block(rest::add)) {
          // to the end
        }
        assertThat(again.takeGap()).isFalse();
      }
      assertThat(rest).map(Seen::of).isEqualTo(entries(i + 1, 100));
    }
    try (var behind = new Tail(folder, Tail.end(folder), _ -> true)) {
      assertThat(behind.block(_ -> {})).isFalse();
    }
  }

  @Test
  void a_tail_says_when_what_it_had_not_read_was_deleted() throws IOException {
    try (var segments = new Segments(folder, 10, 3, PATIENCE)) {
      segments.append(chunk(0, 1), "");
      Position place = Tail.end(folder);
      for (int i = 1; i < 10; i++) {
        segments.append(chunk(i, i + 1), "");
      }
      List<Entry> rest = new ArrayList<>();
      try (var tail = new Tail(folder, place, _ -> true)) {
        while (tail.block(rest::add)) {
          // to the end
        }
        assertThat(tail.takeGap()).isTrue();
        assertThat(tail.takeGap()).isFalse();
      }
      assertThat(rest).map(Seen::of).isEqualTo(entries(7, 10));
    }
  }

  /// A file as this version first wrote it; what has such files must be able to read them for ever.
  @Test
  void the_first_file_of_this_version_is_still_read() throws IOException {
    Path sample = Path.of("src/test/resources/telemetry/segment-v2.segment");
    if (Boolean.getBoolean("bowline.write")) {
      try (var segments = new Segments(folder, 1 << 20, 10, PATIENCE)) {
        segments.append(chunk(0, 4), "spool-1");
        segments.append(chunk(4, 6), "");
      }
      Files.createDirectories(sample.getParent());
      Files.copy(onlyFile(), sample, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      Files.delete(onlyFile());
    }
    Files.copy(sample, folder.resolve(SegmentFile.name(1)));
    assertThat(all()).isEqualTo(entries(0, 6));
    try (var segments = new Segments(folder, 1 << 20, 10, PATIENCE)) {
      assertThat(segments.append(chunk(0, 4), "spool-1")).isFalse();
    }
  }

  @Test
  void old_files_go_when_there_are_too_many() throws IOException {
    try (var segments = new Segments(folder, 10, 3, PATIENCE)) {
      for (int i = 0; i < 10; i++) {
        segments.append(chunk(i, i + 1), "");
      }
    }
    assertThat(all()).extracting(Seen::nanos).containsExactly(7L, 8L, 9L);
  }

  @Test
  void a_file_of_another_version_is_refused_by_name() throws IOException {
    try (var segments = new Segments(folder, 1 << 20, 10, PATIENCE)) {
      segments.append(chunk(0, 5), "");
    }
    byte[] bytes = Files.readAllBytes(onlyFile());
    bytes[0] = 9;
    Files.write(onlyFile(), bytes);
    assertThatThrownBy(() -> new Segments(folder, 1 << 20, 10, PATIENCE))
        .hasMessageContaining("segment version 9");
  }

  @Test
  void whoComesBehindAWriterThatHangsIsToldToComeAgain() throws Exception {
    try (var segments = new Segments(folder, 1 << 20, 10, Duration.ofMillis(50))) {
      var held = new CountDownLatch(1);
      var enough = new CountDownLatch(1);
      Thread hangs =
          Thread.ofVirtual()
              .start(() -> {
                segments.writing.lock();
                try {
                  held.countDown();
                  enough.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                } finally {
                  segments.writing.unlock();
                }
              });
      held.await();
      assertThatThrownBy(() -> segments.append(chunk(0, 5), ""))
          .isInstanceOf(WriterBehindException.class);
      enough.countDown();
      hangs.join();
      assertThat(segments.append(chunk(0, 5), "")).isTrue();
    }
  }
}
