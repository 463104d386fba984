package io.bowline.registry.s3;

import io.bowline.registry.storage.Storage;
import io.bowline.registry.storage.StorageContract;
import io.bowline.testkit.RequiresPart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// Several storages on one bucket of a real server, as several processes have them.
@Tag("real")
@RequiresPart("versitygw")
class SharedBucketTest extends StorageContract {
  private static final AtomicInteger PLACES = new AtomicInteger();
  private static ObjectStore store;
  private static Gate gate;
  private final BucketSettings place =
      ObjectStore.through(gate, store.below("place-" + PLACES.incrementAndGet() + "/"));

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    store = ObjectStore.start(folder);
    gate = new Gate(store.settings());
  }

  @AfterAll
  static void stop() throws IOException {
    gate.close();
    store.close();
  }

  @Override
  protected Storage open() throws IOException {
    return ObjectStore.open(place);
  }

  @Override
  protected long objects() throws IOException {
    return store.objects(place);
  }
}
