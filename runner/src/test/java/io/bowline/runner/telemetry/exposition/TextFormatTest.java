package io.bowline.runner.telemetry.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TextFormatTest {
  @Test
  void samples_with_and_without_labels_are_read() {
    var samples =
        TextFormat.parse(
            """
            # HELP requests_total All requests.
            # TYPE requests_total counter
            requests_total{method="GET",path="/a\\"b\\\\c",} 12 1700000000000
            up 1
            temperature{} -Inf
            """);
    assertThat(samples)
        .extracting(TextFormat.Sample::labels)
        .containsExactly(
            new java.util.TreeMap<>(
                Map.of("__name__", "requests_total", "method", "GET", "path", "/a\"b\\c")),
            new java.util.TreeMap<>(Map.of("__name__", "up")),
            new java.util.TreeMap<>(Map.of("__name__", "temperature")));
    assertThat(samples)
        .extracting(TextFormat.Sample::value)
        .containsExactly(12.0, 1.0, Double.NEGATIVE_INFINITY);
  }

  @Test
  void hostile_lines_are_left_out_and_the_number_is_bounded() {
    assertThat(TextFormat.parse("a{b=\"c\n{\n}\n=\na{b} 1\na{b=\"x\" 1\n up x\n \n")).isEmpty();
    assertThat(TextFormat.parse("up 1\n".repeat(TextFormat.MAX_SAMPLES + 10)))
        .hasSize(TextFormat.MAX_SAMPLES);
  }
}
