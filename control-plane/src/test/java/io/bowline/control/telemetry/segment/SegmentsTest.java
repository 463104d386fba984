package io.bowline.control.telemetry.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentsTest {
  @TempDir Path folder;

  private static List<Entry> entries(long from, long until) {
    return LongStream.range(from, until)
        .mapToObj(n -> new Entry(n, "app=" + n % 3, "line " + n))
        .toList();
  }

  private List<Entry> all() throws IOException {
    return Segments.read(folder, 0, Long.MAX_VALUE, _ -> true, 1_000_000);
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findFirst().orElseThrow();
    }
  }

  @Test
  void what_was_appended_is_read_back_after_a_restart() throws IOException {
    try (var segments = new Segments(folder, 1 << 20, 10)) {
      segments.append(entries(0, 100));
    }
    try (var segments = new Segments(folder, 1 << 20, 10)) {
      segments.append(entries(100, 200));
      assertThat(all()).isEqualTo(entries(0, 200));
    }
  }

  @Test
  void a_torn_block_at_the_end_is_cut_off_at_every_length() throws IOException {
    try (var segments = new Segments(folder, 1 << 20, 10)) {
      segments.append(entries(0, 5));
    }
    byte[] whole = Files.readAllBytes(onlyFile());
    try (var segments = new Segments(folder, 1 << 20, 10)) {
      segments.append(entries(5, 9));
    }
    byte[] two = Files.readAllBytes(onlyFile());
    for (int length = whole.length; length < two.length; length++) {
      Files.write(onlyFile(), java.util.Arrays.copyOf(two, length));
      try (var segments = new Segments(folder, 1 << 20, 10)) {
        assertThat(all()).as("torn at byte %d", length).isEqualTo(entries(0, 5));
        segments.append(entries(9, 10));
        assertThat(all()).hasSize(6);
      }
    }
  }

  @Test
  void a_range_and_a_filter_choose_and_the_limit_keeps_the_newest() throws IOException {
    try (var segments = new Segments(folder, 1 << 20, 10)) {
      segments.append(entries(0, 50));
      segments.append(entries(50, 100));
      assertThat(segments.read(40, 60, e -> e.labels().equals("app=0"), 100))
          .extracting(Entry::nanos)
          .containsExactly(42L, 45L, 48L, 51L, 54L, 57L);
      assertThat(segments.read(0, 100, _ -> true, 3))
          .extracting(Entry::nanos)
          .containsExactly(97L, 98L, 99L);
    }
  }

  @Test
  void old_files_go_when_there_are_too_many() throws IOException {
    try (var segments = new Segments(folder, 10, 3)) {
      for (int i = 0; i < 10; i++) {
        segments.append(entries(i, i + 1));
      }
    }
    assertThat(all()).extracting(Entry::nanos).containsExactly(7L, 8L, 9L);
  }

  @Test
  void a_file_of_another_version_is_refused_by_name() throws IOException {
    try (var segments = new Segments(folder, 1 << 20, 10)) {
      segments.append(entries(0, 5));
    }
    byte[] bytes = Files.readAllBytes(onlyFile());
    bytes[0] = 9;
    Files.write(onlyFile(), bytes);
    assertThatThrownBy(() -> new Segments(folder, 1 << 20, 10))
        .hasMessageContaining("segment version 9");
  }
}
