package io.bowline.registry.disk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.collect.Collecting;
import io.bowline.registry.collect.GraceContract;
import io.bowline.registry.collect.Report;
import io.bowline.registry.collect.Shop;
import io.bowline.registry.platform.RandomNames;
import io.bowline.registry.storage.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A collection of a folder is stopped before one operation on the disk after the other.
class FolderGraceTest extends GraceContract {
  @TempDir private Path home;
  private static final Duration LONG = Duration.ofHours(2);
  private static final byte[] MOUNTED = "mounted".getBytes(UTF_8);
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
    return open(disk.forOthers());
  }

  @Override
  protected Collecting collecting(Runnable pause) throws IOException {
    return open(disk.stopping(pause));
  }

  private Collecting open(Disk as) throws IOException {
    return RegistryFolder.open(as, root(), new RandomNames(), RENEWAL);
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

  @Test
  void aPusherWhoStoodStillForLongerThanTheGraceIsRefusedOrHasAllThere() throws IOException {
    standsStill(5);
  }

  @Test
  @Tag("nightly")
  void aPusherWhoStoodStillBeforeAnyOperationIsRefusedOrHasAllThere() throws IOException {
    standsStill(1);
  }

  /// For longer than the grace, before its operations, while a collection decides about the
  /// repository; goes on before that comes to the content.
  private void standsStill(int stride) throws IOException {
    boolean stood = true;
    for (int operation = 0; stood; operation += stride) {
      begin();
      new Shop(open().repository("base")).blob(MOUNTED);
      CountDownLatch done = new CountDownLatch(1);
      AtomicInteger left = new AtomicInteger(operation);
      Optional<Digest> image =
          push(
              disk.stopping(() -> {
                if (left.getAndDecrement() == 0) {
                  meanwhile(done);
                }
              }));
      done.countDown();
      settle();
      stood = left.get() < 0;
      if (image.isPresent()) {
        whole(image.get(), "stood still before operation " + operation);
      }
    }
  }

  private Optional<Digest> push(Disk slow) {
    try {
      Repository app = open(slow).repository("app");
      Shop shop = new Shop(app);
      Shop.Blob layer = shop.blob("layer".getBytes(UTF_8));
      Shop.Blob base = Shop.Blob.of(MOUNTED);
      if (!app.mount(base.digest(), "base")) {
        shop.blob(MOUNTED);
      }
      return Optional.of(shop.image(List.of(layer, base), Optional.empty(), "v1"));
    } catch (IOException refused) {
      return Optional.empty();
    }
  }

  private void meanwhile(CountDownLatch done) {
    try {
      pass(LONG);
      Path contents = root().resolve("blobs/sha256");
      Optional<Report> _ = open(disk.forOthersUntil(contents, done)).collect(order());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected int stride() {
    return 47;
  }
}
