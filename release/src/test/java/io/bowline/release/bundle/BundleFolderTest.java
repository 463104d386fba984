package io.bowline.release.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleFolderTest {
  @TempDir Path folder;

  @Test
  void aKeptBundleComesBackAsItWas() throws IOException {
    BundleFolder kept = new BundleFolder(folder.resolve("releases"));
    Bundle bundle = Samples.bundle("v1");
    assertThat(kept.open(bundle.digest())).isEmpty();
    kept.save(bundle);
    kept.save(bundle);
    kept.save(Samples.bundle("v2"));
    assertThat(kept.open(bundle.digest()).orElseThrow().release()).isEqualTo(bundle.release());
    assertThat(kept.open(Samples.bundle("v2").digest())).isPresent();
  }

  @Test
  void whatChangedOnDiskIsRefused() throws IOException {
    BundleFolder kept = new BundleFolder(folder);
    Bundle bundle = Samples.bundle("v1");
    kept.save(bundle);
    Path blob = folder.resolve("sha256-" + bundle.manifest().config().digest().hex());
    byte[] bytes = Files.readAllBytes(blob);
    bytes[10] ^= 1;
    Files.write(blob, bytes);
    assertThatThrownBy(() -> kept.open(bundle.digest())).isInstanceOf(BundleRefused.class);
  }
}
