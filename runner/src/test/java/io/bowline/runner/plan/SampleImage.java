package io.bowline.runner.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bowline.model.artifact.Digest;
import io.bowline.release.registry.RegistryClient;
import java.io.IOException;

/// The smallest image: a configuration and no layer.
final class SampleImage {
  private SampleImage() {}

  static Digest put(RegistryClient registry) throws IOException {
    byte[] config =
        ("{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},"
                + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}")
            .getBytes(UTF_8);
    registry.putBlob("acme/sample", config);
    byte[] manifest =
        ("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
                + "\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\","
                + "\"digest\":\""
                + Digest.of(config)
                + "\",\"size\":"
                + config.length
                + "},\"layers\":[]}")
            .getBytes(UTF_8);
    registry.putManifest(
        "acme/sample", "1.0", "application/vnd.oci.image.manifest.v1+json", manifest);
    return Digest.of(manifest);
  }
}
