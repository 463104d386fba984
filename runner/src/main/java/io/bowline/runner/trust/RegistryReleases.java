package io.bowline.runner.trust;

import io.bowline.model.artifact.Digest;
import io.bowline.release.bundle.Descriptor;
import io.bowline.release.bundle.ProviderFile;
import io.bowline.release.cosign.CosignStore;
import io.bowline.release.cosign.Evidence;
import io.bowline.release.publish.Pulled;
import io.bowline.release.publish.ReleaseStore;
import io.bowline.release.registry.RegistryClient;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Supplier;

/// Releases and signatures of a registry.
public final class RegistryReleases implements ReleaseSource {
  private final Supplier<RegistryClient> registry;

  /// @param registry asked for each time, since it is known only after enrollment
  public RegistryReleases(Supplier<RegistryClient> registry) {
    this.registry = registry;
  }

  @Override
  public Pulled pull(String repository, Digest release) throws IOException {
    return new ReleaseStore(registry.get(), repository).pull(release);
  }

  @Override
  public void provider(String repository, ProviderFile provider, OutputStream out)
      throws IOException {
    Descriptor layer = provider.layer();
    registry.get().copyBlob(repository, layer.digest(), layer.size(), out);
  }

  @Override
  public List<Evidence> of(String repository, Digest image) throws IOException {
    return new CosignStore(registry.get(), repository).of(image);
  }
}
