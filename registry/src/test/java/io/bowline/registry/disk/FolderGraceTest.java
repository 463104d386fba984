package io.bowline.registry.disk;

import io.bowline.registry.collect.Collecting;
import io.bowline.registry.collect.GraceContract;
import io.bowline.registry.platform.RandomNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// A collection of a folder is stopped before one operation on the disk after the other.
class FolderGraceTest extends GraceContract {
  @TempDir private Path home;
  private int places;
  private final PausingDisk disk = new PausingDisk();

  @AfterEach
  void close() {
    disk.close();
  }

  @Override
  protected void begin() throws IOException {
    Files.createDirectories(home.resolve("place" + ++places));
  }

  private Path root() {
    return home.resolve("place" + places);
  }

  @Override
  protected Collecting open() throws IOException {
    return RegistryFolder.open(disk.forOthers(), root(), new RandomNames(), RENEWAL);
  }

  @Override
  protected Collecting collecting(Runnable pause) throws IOException {
    return RegistryFolder.open(disk.stopping(pause), root(), new RandomNames(), RENEWAL);
  }

  @Override
  protected void settle() throws IOException {
    disk.settle();
  }

  /// All that is there was written so much earlier.
  @Override
  protected void pass(Duration time) throws IOException {
    try (Stream<Path> all = Files.walk(root())) {
      List<Path> files = all.filter(Files::isRegularFile).toList();
      for (Path file : files) {
        Instant written = Files.getLastModifiedTime(file).toInstant();
        Files.setLastModifiedTime(file, FileTime.from(written.minus(time)));
      }
    }
  }

  @Override
  protected Instant now() {
    return Instant.now();
  }

  @Override
  protected int stride() {
    return 47;
  }
}
