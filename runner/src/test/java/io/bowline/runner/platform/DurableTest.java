package io.bowline.runner.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.runner.power.EveryOperation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DurableTest {
  @Test
  void aFileIsWholeWheneverThePowerGoes() throws IOException {
    int operations =
        EveryOperation.of((root, promises) -> {
          Path file = root.resolve("a/b/file");
          Durable.folder(file.getParent());
          promises.promise("folder", left -> assertThat(left.resolve("a/b")).isDirectory());
          promises.promise("file", left -> holds(left, "", "one"));
          Durable.replace(file, "one".getBytes(StandardCharsets.UTF_8));
          promises.promise("file", left -> holds(left, "one", "another"));
          Durable.replace(file, "another".getBytes(StandardCharsets.UTF_8));
          promises.promise("file", left -> holds(left, "another"));
        });
    assertThat(operations).isGreaterThan(10);
  }

  private static void holds(Path root, String... one) throws IOException {
    Path file = root.resolve("a/b/file");
    assertThat(Files.exists(file) ? Files.readString(file) : "").isIn((Object[]) one);
  }

  @Test
  void theRoomsOfTheStateFolderStay() throws IOException {
    EveryOperation.of((root, promises) -> {
      try (StateFolder state = StateFolder.take(root.resolve("var/bowline"), Instant.EPOCH)) {
        promises.promise("state", left -> assertThat(left.resolve("var/bowline")).isDirectory());
        Path room = state.room("link");
        promises.promise(
            "room", left -> assertThat(left.resolve("var/bowline/link")).isDirectory());
        Durable.replace(room.resolve("file"), new byte[] {1});
        promises.promise(
            "file", left -> assertThat(left.resolve("var/bowline/link/file")).exists());
      } catch (StateFolder.HeldException e) {
        throw new IOException(e);
      }
    });
  }
}
