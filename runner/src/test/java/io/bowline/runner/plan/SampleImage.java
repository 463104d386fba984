package io.bowline.runner.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bowline.model.artifact.Digest;
import io.bowline.release.registry.RegistryClient;
import java.io.IOException;

/// The smallest image: a configuration and no layer.
final class SampleImage {
  private SampleImage() {}

  /// Pushes it; each repository and tag has one of its own digest.
  static Digest put(RegistryClient registry, String repository, String tag) throws IOException {
    byte[] config =
        ("{\"architecture\":\"amd64\",\"os\":\"linux\",\"author\":\""
                + repository
                + ":"
                + tag
                + "\",\"config\":{},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}")
            .getBytes(UTF_8);
    registry.putBlob(repository, config);
    byte[] manifest =
        ("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
                + "\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\","
                + "\"digest\":\""
                + Digest.of(config)
                + "\",\"size\":"
                + config.length
                + "},\"layers\":[]}")
            .getBytes(UTF_8);
    registry.putManifest(repository, tag, "application/vnd.oci.image.manifest.v1+json", manifest);
    return Digest.of(manifest);
  }
}
