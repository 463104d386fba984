package io.bowline.control.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Which status of a fleet may follow which, as a table.
class FleetStatusTest {
  /// From the row to the column: `x` may be, `=` is the same.
  private static final String TABLE =
      """
                   Pending Provisioning Healthy Unhealthy Error Deleting DeleteFailed
      Pending      =       x            -       -         x     x        -
      Provisioning -       =            x       x         x     x        -
      Healthy      -       x            =       x         -     x        -
      Unhealthy    -       x            x       =         x     x        -
      Error        x       -            -       -         =     x        -
      Deleting     -       -            -       -         -     =        x
      DeleteFailed -       -            -       -         -     x        =
      """;

  @Test
  void onlyWhatTheTableHasMayFollow() {
    List<List<String>> lines = TABLE.strip().lines().map(FleetStatusTest::cells).toList();
    assertThat(lines.getFirst())
        .isEqualTo(Stream.of(FleetStatus.values()).map(FleetStatus::word).toList());
    for (List<String> line : lines.subList(1, lines.size())) {
      FleetStatus from = FleetStatus.of(line.getFirst());
      assertThat(line.subList(1, line.size()))
          .as(from.word())
          .isEqualTo(
              Stream.of(FleetStatus.values())
                  .map(to -> from == to ? "=" : from.mayBecome(to) ? "x" : "-")
                  .toList());
      assertThat(from.mayBecome(from)).isTrue();
      assertThat(from.next()).doesNotContain(from);
    }
    assertThat(lines).hasSize(FleetStatus.values().length + 1);
  }

  private static List<String> cells(String line) {
    return List.of(line.strip().split(" +", -1));
  }

  @Test
  void aWordIsReadAsItIsWritten() {
    for (FleetStatus status : FleetStatus.values()) {
      assertThat(FleetStatus.of(status.word())).isEqualTo(status);
    }
    assertThatThrownBy(() -> FleetStatus.of("healthy")).hasMessageContaining("healthy");
  }
}
