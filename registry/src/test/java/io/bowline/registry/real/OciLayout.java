package io.bowline.registry.real;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bowline.model.artifact.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/// An image of two platforms in a folder, its JSON indented so that only the very bytes have the
/// digest.
record OciLayout(Path folder, Digest index) {
  private static final String OCI = "application/vnd.oci.image.";

  static OciLayout write(Path folder, int layerBytes) throws IOException {
    Files.createDirectories(folder.resolve("blobs/sha256"));
    String amd64 = manifest(folder, "amd64", layerBytes);
    String arm64 = manifest(folder, "arm64", layerBytes);
    byte[] index =
        """
        {
           "schemaVersion": 2,
           "mediaType": "%sindex.v1+json",
           "manifests": [ %s, %s ]
        }
        """
            .formatted(OCI, amd64, arm64)
            .getBytes(UTF_8);
    Digest digest = blob(folder, index);
    Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    Files.writeString(
        folder.resolve("index.json"),
        """
        {"schemaVersion":2,"manifests":[{"mediaType":"%sindex.v1+json","digest":"%s","size":%d,
         "annotations":{"org.opencontainers.image.ref.name":"v1"}}]}\
        """
            .formatted(OCI, digest, index.length));
    return new OciLayout(folder, digest);
  }

  private static String manifest(Path folder, String architecture, int layerBytes)
      throws IOException {
    byte[] layer = new byte[layerBytes];
    new Random(architecture.hashCode()).nextBytes(layer);
    Digest layerDigest = blob(folder, layer);
    byte[] config =
        """
        {"architecture":"%s","os":"linux","config":{},
         "rootfs":{"type":"layers","diff_ids":["%s"]}}\
        """
            .formatted(architecture, layerDigest)
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
    return """
    {"mediaType":"%smanifest.v1+json","digest":"%s","size":%d,
     "platform":{"os":"linux","architecture":"%s"}}\
    """
        .formatted(OCI, blob(folder, manifest), manifest.length, architecture);
  }

  private static Digest blob(Path folder, byte[] bytes) throws IOException {
    Digest digest = Digest.of(bytes);
    Files.write(folder.resolve("blobs/sha256").resolve(digest.hex()), bytes);
    return digest;
  }
}
