package io.bowline.registry.collect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.manifest.InvalidManifest;
import io.bowline.registry.manifest.ManifestText;
import io.bowline.registry.manifest.MediaTypes;
import io.bowline.registry.storage.ManifestPush;
import io.bowline.registry.storage.Repository;
import io.bowline.registry.storage.Upload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/// Pushes images as clients do.
public record Shop(Repository repository) {
  /// A blob's descriptor.
  public record Blob(String text, Digest digest) {
    /// The blob of these bytes.
    public static Blob of(byte[] bytes) {
      Digest digest = Digest.of(bytes);
      String text =
          "{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar\",\"size\":%d,\"digest\":\"%s\"}"
              .formatted(bytes.length, digest);
      return new Blob(text, digest);
    }
  }

  /// Pushes a blob by an upload.
  public Blob blob(byte[] bytes) throws IOException {
    Blob blob = Blob.of(bytes);
    try (Upload upload = repository.begin(Digest.Algorithm.SHA256)) {
      upload.append(new ByteArrayInputStream(bytes), bytes.length);
      if (!upload.commit(blob.digest())) {
        throw new IOException("not these bytes");
      }
    }
    return blob;
  }

  /// Pushes an image of blobs that are there.
  public Digest image(List<Blob> blobs, Optional<Digest> subject, String... tags)
      throws IOException {
    String layers = blobs.stream().skip(1).map(Blob::text).collect(Collectors.joining(","));
    String about = subject.map(Shop::subject).orElse("");
    return put(
        MediaTypes.MANIFEST,
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",%s\"config\":%s,\"layers\":[%s]}"
            .formatted(
                MediaTypes.MANIFEST,
                about,
                blobs.getFirst().text().replace("layer.v1.tar", "config.v1+json"),
                layers),
        tags);
  }

  /// Pushes an image with a layer of its own.
  public Digest image(String layer, String... tags) throws IOException {
    return image(
        List.of(blob("{}".getBytes(UTF_8)), blob(layer.getBytes(UTF_8))), Optional.empty(), tags);
  }

  /// Pushes an index.
  public Digest index(List<Digest> children, String... tags) throws IOException {
    StringJoiner entries = new StringJoiner(",");
    for (Digest child : children) {
      long size = repository.manifest(child).map(there -> there.content().size()).orElse(1L);
      entries.add(
          "{\"mediaType\":\"%s\",\"size\":%d,\"digest\":\"%s\"}"
              .formatted(MediaTypes.MANIFEST, size, child));
    }
    return put(
        MediaTypes.INDEX,
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
            .formatted(MediaTypes.INDEX, entries),
        tags);
  }

  private static String subject(Digest digest) {
    return "\"subject\":{\"mediaType\":\"%s\",\"size\":1,\"digest\":\"%s\"},"
        .formatted(MediaTypes.MANIFEST, digest);
  }

  private Digest put(String mediaType, String text, String... tags) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    Digest digest = Digest.of(bytes);
    try {
      ManifestText read = ManifestText.read(Optional.of(mediaType), bytes);
      Optional<ManifestPush.Referrer> referrer =
          read.subject()
              .map(
                  about -> new ManifestPush.Referrer(about, read.descriptor(digest, bytes.length)));
      ManifestPush push =
          new ManifestPush(digest, mediaType, read.blobs(), referrer, List.of(tags));
      List<Digest> missing = repository.keep(push, bytes);
      if (!missing.isEmpty()) {
        throw new Missing(missing);
      }
      return digest;
    } catch (InvalidManifest e) {
      throw new IOException(e);
    }
  }

  /// Blobs that a manifest needs are not there.
  public static final class Missing extends IOException {
    private static final long serialVersionUID = 1L;

    Missing(List<Digest> digests) {
      super("missing " + digests);
    }
  }
}
