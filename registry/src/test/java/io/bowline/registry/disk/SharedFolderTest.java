package io.bowline.registry.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.platform.RandomNames;
import io.bowline.registry.storage.Opening;
import io.bowline.registry.storage.Storage;
import io.bowline.registry.storage.StorageContract;
import io.bowline.registry.storage.Upload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several storages on one folder, as several processes have them.
class SharedFolderTest extends StorageContract {
  @TempDir private Path root;

  @Override
  protected Storage open() throws IOException {
    return RegistryFolder.open(new LocalDisk(), root, new RandomNames());
  }

  @Override
  protected long objects() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("_lock"))
          .filter(file -> !file.startsWith(root.resolve("locks")))
          .count();
    }
  }

  @Test
  void halfWrittenFilesOfAKilledProcessAreForgotten() throws IOException {
    Storage registry = open();
    Files.writeString(root.resolve("unfinished/left-over"), "half");
    registry.forgetUntouchedSince(Instant.EPOCH);
    assertThat(root.resolve("unfinished/left-over")).exists();
    registry.forgetUntouchedSince(Instant.MAX);
    assertThat(root.resolve("unfinished/left-over")).doesNotExist();
  }

  @Test
  void thousandsOfAbandonedUploadsAreForgottenAndLeaveNothing() throws IOException {
    abandon(1_000);
  }

  @Test
  @Tag("nightly")
  void tenThousandAbandonedUploadsAreForgottenAndLeaveNothing() throws IOException {
    abandon(10_000);
  }

  private void abandon(int many) throws IOException {
    Storage registry = open();
    String last = "";
    for (int i = 0; i < many; i++) {
      try (Upload upload = registry.repository("acme/r" + i % 7).begin(Digest.Algorithm.SHA256)) {
        assertThat(upload.append(new ByteArrayInputStream(new byte[100]), 100)).isEqualTo(100);
        last = upload.id();
      }
    }
    registry.forgetUntouchedSince(Instant.MAX);
    try (Stream<Path> left = Files.walk(root.resolve("repositories"))) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
    assertThat(registry.repository("acme/r" + (many - 1) % 7).open(last))
        .isInstanceOf(Opening.Unknown.class);
  }

  @Test
  void aFolderOfALaterLayoutIsNotOpened() throws IOException {
    open();
    Files.writeString(root.resolve("layout"), "2\nregistry");
    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("newer version");
  }
}
