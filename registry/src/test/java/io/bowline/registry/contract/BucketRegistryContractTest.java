package io.bowline.registry.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.registry.Limits;
import io.bowline.registry.Registry;
import io.bowline.registry.http.RegistryServer;
import io.bowline.registry.s3.ObjectStore;
import io.bowline.registry.s3.S3Storage;
import io.bowline.testkit.RequiresPart;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// The same suite on a registry that keeps everything in a bucket.
@Tag("real")
@RequiresPart("versitygw")
class BucketRegistryContractTest implements RegistryContract {
  private static ObjectStore store;
  private static S3Storage storage;
  private static RegistryServer server;
  private static OciClient client;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    store = ObjectStore.start(folder);
    storage = ObjectStore.open(store.below("some/where/"));
    server =
        RegistryServer.start(
            new Registry(storage, Limits.USUAL), RegistryServer.Settings.loopback());
    client = new OciClient(server.address());
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    storage.close();
    assertThat(store.objects(store.below("some/where/"))).isPositive();
    store.close();
  }

  @Override
  public OciClient client() {
    return client;
  }

  @Override
  public boolean has(Extra extra) {
    return true;
  }
}
