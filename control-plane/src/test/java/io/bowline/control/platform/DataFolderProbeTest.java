package io.bowline.control.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DataFolderProbeTest {
  @Test
  void readinessEndsWithTheFolderAndComesBackWithIt(@TempDir Path temp) throws IOException {
    Path root = temp.resolve("data");
    try (DataFolder folder = DataFolder.claim(root)) {
      DataFolderProbe probe = new DataFolderProbe(folder);
      assertThat(probe.works()).isTrue();

      Files.move(root, temp.resolve("gone"));
      assertThat(probe.works()).isFalse();

      Files.move(temp.resolve("gone"), root);
      assertThat(probe.works()).isTrue();
      assertThat(root.resolve("probe")).doesNotExist();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void readinessEndsWithAFullDisk(@TempDir Path root) throws IOException {
    try (DataFolder folder = DataFolder.claim(root)) {
      Files.createSymbolicLink(root.resolve("probe"), Path.of("/dev/full"));

      assertThat(new DataFolderProbe(folder).works()).isFalse();
    }
  }
}
