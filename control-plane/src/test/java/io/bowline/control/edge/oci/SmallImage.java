package io.bowline.control.edge.oci;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bowline.model.artifact.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// An image in a folder, for clients to push.
final class SmallImage {
  private static final String OCI = "application/vnd.oci.image.";

  private SmallImage() {}

  static Path write(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("blobs/sha256"));
    byte[] layer = "not really a tar".repeat(5_000).getBytes(UTF_8);
    Digest layerDigest = blob(folder, layer);
    byte[] config =
        """
        {"architecture":"amd64","os":"linux","config":{},
         "rootfs":{"type":"layers","diff_ids":["%s"]}}\
        """
            .formatted(layerDigest)
            .getBytes(UTF_8);
    byte[] manifest =
        """
        {
          "schemaVersion": 2,
          "mediaType": "%1$smanifest.v1+json",
          "config": {"mediaType": "%1$sconfig.v1+json", "digest": "%2$s", "size": %3$d},
          "layers": [{"mediaType": "%1$slayer.v1.tar", "digest": "%4$s", "size": %5$d}]
        }
        """
            .formatted(OCI, blob(folder, config), config.length, layerDigest, layer.length)
            .getBytes(UTF_8);
    Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    Files.writeString(folder.resolve("digest"), blob(folder, manifest).toString());
    Files.writeString(
        folder.resolve("index.json"),
        """
        {"schemaVersion":2,"manifests":[{"mediaType":"%smanifest.v1+json","digest":"%s","size":%d,
         "annotations":{"org.opencontainers.image.ref.name":"v1"}}]}\
        """
            .formatted(OCI, Digest.of(manifest), manifest.length));
    return folder;
  }

  static String digest(Path folder) throws IOException {
    return Files.readString(folder.resolve("digest"));
  }

  private static Digest blob(Path folder, byte[] bytes) throws IOException {
    Digest digest = Digest.of(bytes);
    Files.write(folder.resolve("blobs/sha256").resolve(digest.hex()), bytes);
    return digest;
  }
}
