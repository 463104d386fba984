package io.bowline.registry.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.collect.Collecting;
import io.bowline.registry.collect.CollectingContract;
import io.bowline.registry.collect.Needed;
import io.bowline.registry.collect.Order;
import io.bowline.registry.collect.Report;
import io.bowline.registry.collect.Shop;
import io.bowline.registry.platform.RandomNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderCollectionTest extends CollectingContract {
  @TempDir private Path root;

  @Override
  protected Collecting open() throws IOException {
    return RegistryFolder.open(new LocalDisk(), root, new RandomNames(), Duration.ZERO);
  }

  @Override
  protected void age() throws IOException {
    FileTime yesterday = FileTime.from(Instant.now().minus(Duration.ofDays(1)));
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, yesterday);
      }
    }
  }

  @Test
  void nothingIsCollectedWhileTheWholeIsCopiedNorByTwoAtOnce() throws IOException {
    new Shop(open().repository("a")).image("x", "v1");
    Order order = new Order(Instant.now(), Instant.MAX, Instant.MAX, false, Needed.nothing());
    List<Optional<Report>> meanwhile = new ArrayList<>();
    RegistryCopy.copy(
        new LocalDisk(), root, (name, size, content) -> meanwhile.add(open().collect(order)));
    assertThat(meanwhile).isNotEmpty().allMatch(Optional::isEmpty);
    Needed meddling =
        repository -> {
          assertThat(open().collect(order)).isEmpty();
          return java.util.Set.<Digest>of();
        };
    Order first = new Order(Instant.now(), Instant.MAX, Instant.MAX, false, meddling);
    assertThat(open().collect(first)).isPresent();
  }
}
