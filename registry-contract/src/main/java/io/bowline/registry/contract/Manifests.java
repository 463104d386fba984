package io.bowline.registry.contract;

import io.bowline.model.artifact.Digest;
import java.util.List;
import java.util.stream.Collectors;

/// Manifests as real tools write them: indented, so that only the very bytes have the digest.
public final class Manifests {
  public static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  public static final String INDEX = "application/vnd.oci.image.index.v1+json";
  public static final String DOCKER = "application/vnd.docker.distribution.manifest.v2+json";
  public static final byte[] EMPTY = OciClient.bytes("{}");

  private Manifests() {}

  /// A manifest's text with the type it is pushed as.
  public record Text(String mediaType, String json) {
    public byte[] bytes() {
      return OciClient.bytes(json);
    }

    public Digest digest() {
      return Digest.of(bytes());
    }

    public Text as(String otherType) {
      return new Text(otherType, json);
    }
  }

  public static Text image(Digest config, Digest... layers) {
    return artifact(config, "", layers);
  }

  /// An artifact.
  ///
  /// @param more further members, each with a comma at its end
  public static Text artifact(Digest config, String more, Digest... layers) {
    String list =
        List.of(layers).stream()
            .map(layer -> descriptor("application/vnd.oci.image.layer.v1.tar", layer))
            .collect(Collectors.joining(",\n    "));
    return new Text(
        MANIFEST,
        """
        {
          "schemaVersion": 2,
          "mediaType": "%s",
          %s
          "config": %s,
          "layers": [
            %s
          ]
        }
        """
            .formatted(
                MANIFEST,
                more,
                descriptor("application/vnd.oci.image.config.v1+json", config),
                list));
  }

  public static Text index(String more, Digest... children) {
    String list =
        List.of(children).stream()
            .map(child -> descriptor(MANIFEST, child))
            .collect(Collectors.joining(",\n    "));
    return new Text(
        INDEX,
        """
        {
          "schemaVersion": 2,
          "mediaType": "%s",
          %s
          "manifests": [
            %s
          ]
        }
        """
            .formatted(INDEX, more, list));
  }

  public static String subject(Digest digest) {
    return "\"subject\": " + descriptor(MANIFEST, digest) + ",";
  }

  public static String descriptor(String mediaType, Digest digest) {
    return "{\"mediaType\": \"%s\", \"digest\": \"%s\", \"size\": 2}".formatted(mediaType, digest);
  }
}
