package io.bowline.bench.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.registry.http.Fault;
import io.bowline.registry.http.RegistryServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BlobsTest {
  @TempDir Path folder;

  @Test
  void whatIsPushedIsPulledAndOtherBytesAreFoundOut() throws Exception {
    try (var server = RegistryServer.start(folder, RegistryServer.Settings.loopback())) {
      var blobs = new Blobs(5, 3_000_001, 3);
      blobs.push(server.address());
      assertThat(blobs.pull(server.address())).isZero();
      server.faults().on("GET", "/blobs/", 2, new Fault.WrongBytes());
      assertThat(blobs.pull(server.address())).isEqualTo(2);
    }
  }
}
