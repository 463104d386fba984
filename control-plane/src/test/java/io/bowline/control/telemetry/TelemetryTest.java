package io.bowline.control.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TelemetryTest {
  private static final Labels BROKER = Labels.of(Map.of("component", "broker"));
  private static final TimeRange ALWAYS = new TimeRange(0, Long.MAX_VALUE);

  @TempDir Path folder;

  private static Source source(int n) {
    return new Source(new OrgId(new UUID(1, n)), new InstallId(new UUID(2, n)));
  }

  @Test
  void one_organization_never_reads_anothers_lines() throws IOException {
    try (var telemetry = new Telemetry(folder, new Telemetry.Sizes(1 << 20, 5, 10))) {
      telemetry.addLogs(source(1), List.of(new LogLine(1, BROKER, "mine")));
      telemetry.addLogs(source(2), List.of(new LogLine(1, BROKER, "theirs")));
      assertThat(telemetry.logs(source(1), Map.of("component", "broker"), ALWAYS, 10))
          .extracting(LogLine::line)
          .containsExactly("mine");
    }
  }

  @Test
  void more_streams_than_open_files_are_all_kept() throws IOException {
    try (var telemetry = new Telemetry(folder, new Telemetry.Sizes(1 << 20, 5, 2))) {
      for (int round = 0; round < 3; round++) {
        for (int n = 0; n < 5; n++) {
          telemetry.addLogs(source(n), List.of(new LogLine(round, BROKER, "round " + round)));
        }
      }
      for (int n = 0; n < 5; n++) {
        assertThat(telemetry.logs(source(n), Map.of(), ALWAYS, 10)).hasSize(3);
      }
    }
  }

  @Test
  void samples_come_back_as_series_in_the_order_of_time() throws IOException {
    try (var telemetry = new Telemetry(folder, new Telemetry.Sizes(1 << 20, 5, 10))) {
      Labels up = Labels.of(Map.of("__name__", "up", "pod", "broker-0"));
      telemetry.addSamples(source(1), List.of(new Sample(2, up, 1), new Sample(1, up, 0)));
      assertThat(telemetry.metrics(source(1), Map.of("__name__", "up"), ALWAYS))
          .containsExactly(new Series(up, List.of(new Series.Point(1, 0), new Series.Point(2, 1))));
    }
  }

  @Test
  void a_label_that_is_too_long_is_named() {
    assertThatThrownBy(() -> Labels.of(Map.of("pod", "x".repeat(3_000))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pod");
  }
}
