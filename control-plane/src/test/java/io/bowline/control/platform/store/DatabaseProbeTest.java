package io.bowline.control.platform.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.platform.DataFolder;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseProbeTest {
  @Test
  void readinessEndsWithTheDatabase(@TempDir Path folder) {
    try (DataFolder data = DataFolder.claim(folder)) {
      EmbeddedDatabase embedded = EmbeddedDatabase.start(data, "bowline_app", new SecureRandom());
      try (Database database = Database.open(embedded.address(), 2, Duration.ofMillis(500))) {
        DatabaseProbe probe = new DatabaseProbe(database);
        assertThat(probe.works()).isTrue();

        embedded.close();

        assertThat(probe.works()).isFalse();
      }
    }
  }
}
