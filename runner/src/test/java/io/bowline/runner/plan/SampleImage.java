package io.bowline.runner.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bowline.model.artifact.Digest;
import io.bowline.release.registry.RegistryClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The smallest image: a configuration and no layer.
final class SampleImage {
  private SampleImage() {}

  /// Pushes an index of two such images.
  static Digest forTwoPlatforms(RegistryClient registry, String repository, String tag)
      throws IOException {
    var entries = new ArrayList<String>();
    for (String architecture : List.of("amd64", "arm64")) {
      Digest part = put(registry, repository, tag + "-" + architecture);
      int size = registry.manifest(repository, part.toString()).orElseThrow().length;
      entries.add(
          "{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\"%s\",\"size\":%d,\"platform\":{\"os\":\"linux\",\"architecture\":\"%s\"}}"
              .formatted(part, size, architecture));
    }
    String type = "application/vnd.oci.image.index.v1+json";
    byte[] index =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
            .formatted(type, String.join(",", entries))
            .getBytes(UTF_8);
    registry.putManifest(repository, tag, type, index);
    return Digest.of(index);
  }

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
