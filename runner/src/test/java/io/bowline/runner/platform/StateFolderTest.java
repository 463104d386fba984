package io.bowline.runner.platform;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir Path temp;

  @Test
  void aSecondRunnerOnTheSameFolderIsToldWhoHoldsIt() throws Exception {
    try (StateFolder held = StateFolder.take(temp.resolve("state"), NOW)) {
      assertThatThrownBy(() -> StateFolder.take(held.path(), NOW))
          .isInstanceOf(StateFolder.HeldException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining("2026-11-21T12:00:00Z")
          .hasMessageContaining("bowline.runner.state");
    }
    StateFolder.take(temp.resolve("state"), NOW).close();
  }
}
