package io.bowline.control.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelemetryTest {
  private static final Labels BROKER = Labels.of(Map.of("component", "broker"));
  private static final TimeRange ALWAYS = new TimeRange(0, Long.MAX_VALUE);

  @TempDir Path folder;

  private static Source source(int n) {
    return new Source(new OrgId(new UUID(1, n)), new InstallId(new UUID(2, n)));
  }

  private static LogQuery all() {
    return new LogQuery(Selector.ALL, "", ALWAYS);
  }

  private Telemetry open() {
    return new Telemetry(folder, TestRoom.sizes(1 << 20, 5, 10), TestRoom.enough());
  }

  private static void log(Telemetry telemetry, int source, long nanos, String... lines)
      throws IOException {
    var batch = new LogBatch();
    for (String line : lines) {
      batch.add(BROKER, nanos, line);
    }
    telemetry.addLogs(source(source), batch, "");
  }

  private static SampleBatch sample(Labels labels, long nanos, double value) {
    var batch = new SampleBatch();
    batch.add(batch.series(labels), nanos, value);
    return batch;
  }

  private static List<Series> found(MetricAnswer answer) {
    return answer instanceof MetricAnswer.Found(List<Series> series) ? series : List.of();
  }

  @Test
  void one_organization_never_reads_anothers_lines() throws IOException {
    try (var telemetry = open()) {
      log(telemetry, 1, 1, "mine");
      log(telemetry, 2, 1, "theirs");
      var query = new LogQuery(Selector.ALL.and("component", "broker"), "", ALWAYS);
      assertThat(telemetry.newest(source(1), query, Optional.empty(), 10))
          .extracting(LogLine::line)
          .containsExactly("mine");
    }
  }

  @Test
  void more_streams_than_open_files_are_all_kept() throws IOException {
    try (var telemetry = new Telemetry(folder, TestRoom.sizes(1 << 20, 5, 2), TestRoom.enough())) {
      for (int round = 0; round < 3; round++) {
        for (int n = 0; n < 5; n++) {
          log(telemetry, n, round, "round " + round);
        }
      }
      for (int n = 0; n < 5; n++) {
        assertThat(telemetry.newest(source(n), all(), Optional.empty(), 10)).hasSize(3);
      }
    }
  }

  @Test
  void pages_from_either_end_show_every_line_once_also_those_of_one_moment() throws IOException {
    try (var telemetry = open()) {
      // 50 lines of one moment, in several pushes, which arrive out of order
      log(telemetry, 1, 7, lines(0, 20));
      log(telemetry, 1, 9, lines(50, 60));
      log(telemetry, 1, 7, lines(20, 50));
      for (int limit : new int[] {1, 3, 7, 60, 100}) {
        List<String> forward = new ArrayList<>();
        Optional<LogLine.Key> after = Optional.empty();
        for (List<LogLine> page = telemetry.oldest(source(1), all(), after, limit);
            !page.isEmpty();
            page = telemetry.oldest(source(1), all(), after, limit)) {
          page.forEach(line -> forward.add(line.line()));
          after = Optional.of(LogLine.Key.parse(page.getLast().key().text()));
        }
        List<String> backward = new ArrayList<>();
        Optional<LogLine.Key> before = Optional.empty();
        for (List<LogLine> page = telemetry.newest(source(1), all(), before, limit);
            !page.isEmpty();
            page = telemetry.newest(source(1), all(), before, limit)) {
          backward.addAll(0, page.stream().map(LogLine::line).toList());
          before = Optional.of(page.getFirst().key());
        }
        assertThat(forward).as("limit %d", limit).containsExactly(lines(0, 60));
        assertThat(backward).as("limit %d", limit).containsExactly(lines(0, 60));
      }
    }
  }

  private static String[] lines(int from, int until) {
    return IntStream.range(from, until).mapToObj(n -> "line " + n).toArray(String[]::new);
  }

  @Test
  void a_text_chooses_lines() throws IOException {
    try (var telemetry = open()) {
      log(telemetry, 1, 1, "all is well", "ERROR (disk)", "still ERROR (disk)");
      var query = new LogQuery(Selector.ALL, "ERROR (", ALWAYS);
      assertThat(telemetry.newest(source(1), query, Optional.empty(), 10)).hasSize(2);
      assertThat(telemetry.newest(source(1), query, Optional.empty(), 1))
          .extracting(LogLine::line)
          .containsExactly("still ERROR (disk)");
    }
  }

  @Test
  void samples_come_back_as_series_in_the_order_of_time() throws IOException {
    try (var telemetry = open()) {
      Labels up = Labels.of(Map.of("__name__", "up", "pod", "broker-0"));
      telemetry.addSamples(source(1), sample(up, 2, 1), "");
      telemetry.addSamples(source(1), sample(up, 1, 0), "");
      // sent again after a lost answer
      telemetry.addSamples(source(1), sample(up, 2, 1), "");
      assertThat(found(telemetry.metrics(source(1), range(0, 10, 0, 100))))
          .containsExactly(new Series(up, List.of(new Series.Point(1, 0), new Series.Point(2, 1))));
      assertThat(found(telemetry.latest(source(1), Selector.ALL, ALWAYS, 10)))
          .containsExactly(new Series(up, List.of(new Series.Point(2, 1))));
    }
  }

  private static MetricQuery range(long from, long until, long step, int points) {
    return new MetricQuery(
        Selector.ALL,
        new TimeRange(from, until),
        Duration.ofNanos(step),
        new MetricQuery.Limits(2, points));
  }

  @Test
  void a_step_shows_its_newest_sample_at_its_end_and_a_step_without_samples_is_a_gap()
      throws IOException {
    try (var telemetry = open()) {
      Labels up = Labels.of(Map.of("__name__", "up"));
      for (long nanos : new long[] {100, 101, 110, 111, 119, 150}) {
        telemetry.addSamples(source(1), sample(up, nanos, (double) nanos), "");
      }
      assertThat(found(telemetry.metrics(source(1), range(100, 160, 10, 100))).getFirst().points())
          .containsExactly(
              new Series.Point(100, 100),
              new Series.Point(110, 110),
              new Series.Point(120, 119),
              new Series.Point(150, 150));
    }
  }

  @Test
  void a_series_that_its_sender_has_ended_has_no_latest_sample() throws IOException {
    try (var telemetry = open()) {
      Labels up = Labels.of(Map.of("__name__", "up"));
      telemetry.addSamples(source(1), sample(up, 1, 1), "");
      double stale = Double.longBitsToDouble(0x7ff0000000000002L);
      telemetry.addSamples(source(1), sample(up, 2, stale), "");
      assertThat(found(telemetry.latest(source(1), Selector.ALL, ALWAYS, 10))).isEmpty();
      assertThat(found(telemetry.metrics(source(1), range(0, 9, 0, 10))).getFirst().points())
          .containsExactly(new Series.Point(1, 1));
    }
  }

  @Test
  void more_than_an_answer_may_hold_is_said_and_not_cut() throws IOException {
    try (var telemetry = open()) {
      for (int n = 0; n < 3; n++) {
        Labels labels = Labels.of(Map.of("__name__", "up", "pod", "p" + n));
        telemetry.addSamples(source(1), sample(labels, n, 1), "");
      }
      assertThat(telemetry.metrics(source(1), range(0, 9, 0, 100)))
          .isEqualTo(new MetricAnswer.TooMuch("more than 2 series"));
      assertThat(telemetry.metrics(source(1), range(0, 2, 0, 1)))
          .isEqualTo(new MetricAnswer.TooMuch("more than 1 points"));
      assertThat(telemetry.latest(source(1), Selector.ALL, ALWAYS, 2))
          .isEqualTo(new MetricAnswer.TooMuch("more than 2 series"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "pod=broker-0, true",
    "pod=broker-*, true",
    "pod=*-0, true",
    "pod=*rok*, true",
    "pod=b*0*0, false",
    "pod=broker, false",
    "pod!=broker-*, false",
    "zone=, true",
    "zone!=a, true",
    "pod=*, true"
  })
  void conditions_choose_label_sets(String condition, boolean fits) {
    Labels labels = Labels.of(Map.of("pod", "broker-0"));
    assertThat(Selector.parse(List.of(condition)).test(labels)).isEqualTo(fits);
  }

  @Test
  void a_condition_that_cannot_be_read_is_named() {
    assertThatThrownBy(() -> Selector.parse(List.of("pod")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'pod'");
  }

  @Test
  void a_label_that_is_too_long_is_named() {
    assertThatThrownBy(() -> Labels.of(Map.of("pod", "x".repeat(3_000))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pod");
  }
}
