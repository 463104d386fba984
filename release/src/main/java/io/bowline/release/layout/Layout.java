package io.bowline.release.layout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.model.artifact.Digest;
import io.bowline.model.artifact.ImageReference;
import io.bowline.release.bundle.BundleRefused;
import io.bowline.release.bundle.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// An OCI image layout in a tar or in a folder, read where it lies: nothing is unpacked, and of its
/// paths only those that the specification names are looked at.
public final class Layout {
  private static final int MOST_NAMED = 50_000;

  private final LayoutFiles files;
  private final String file;
  private final List<Stored> stored;
  private final Platforms platforms;

  private Layout(LayoutFiles files, Path place) throws IOException {
    this.files = files;
    file = String.valueOf(place.getFileName());
    JsonNode index = index();
    platforms = platforms(index);
    stored = stored(index);
  }

  /// Opens one.
  ///
  /// @throws BundleRefused when there is no layout
  public static Layout open(Path place) throws IOException {
    return new Layout(LayoutFiles.at(place), place);
  }

  private JsonNode index() throws IOException {
    try {
      return JsonMapper.builder().build().readTree(small("index.json"));
    } catch (JsonProcessingException e) {
      throw new BundleRefused("index.json is not JSON");
    }
  }

  private static Platforms platforms(JsonNode root) throws BundleRefused {
    String said = root.path("annotations").path(LayoutWriter.PLATFORMS).asText();
    try {
      return said.isEmpty() ? Platforms.all() : new Platforms(List.of(said.split(",", -1)));
    } catch (IllegalArgumentException e) {
      throw new BundleRefused("index.json says for which platforms it is: " + e.getMessage());
    }
  }

  private static List<Stored> stored(JsonNode root) throws BundleRefused {
    if (root.path("manifests").size() > MOST_NAMED) {
      throw new BundleRefused("index.json names more than " + MOST_NAMED + " manifests");
    }
    List<Stored> found = new ArrayList<>();
    for (JsonNode entry : root.path("manifests")) {
      String name = entry.path("annotations").path(LayoutWriter.REFERENCE).asText();
      try {
        found.add(stored(entry, name, Digest.parse(entry.path("digest").asText())));
      } catch (IllegalArgumentException e) {
        throw new BundleRefused("index.json names '" + name + "': " + e.getMessage());
      }
    }
    return found;
  }

  private static Stored stored(JsonNode entry, String name, Digest digest) {
    int at = name.indexOf('@');
    String named = at < 0 ? name : name.substring(0, at);
    int colon = named.indexOf(':');
    String repository = colon < 0 ? named : named.substring(0, colon);
    String tag = colon < 0 ? "" : named.substring(colon + 1);
    if (!ImageReference.isRepository(repository)) {
      throw new IllegalArgumentException("'" + repository + "' is no repository");
    }
    if (!tag.isEmpty() && !ImageReference.isTag(tag)) {
      throw new IllegalArgumentException("'" + tag + "' is no tag");
    }
    return new Stored(
        repository,
        tag,
        entry.path("mediaType").asText(),
        digest,
        entry.path("size").asLong(),
        entry.path("artifactType").asText());
  }

  /// For which platforms its images are there.
  public Platforms platforms() {
    return platforms;
  }

  /// What the index names, in its order.
  public List<Stored> stored() {
    return List.copyOf(stored);
  }

  /// Whether a blob is in the layout.
  public boolean has(Digest digest) throws IOException {
    return size(digest).isPresent();
  }

  /// How many bytes a blob has.
  public OptionalLong size(Digest digest) throws IOException {
    return files.size(LayoutWriter.path(digest));
  }

  /// A manifest's bytes, checked.
  public byte[] manifest(Digest digest) throws IOException {
    byte[] bytes = small(LayoutWriter.path(digest));
    require(digest, bytes);
    return bytes;
  }

  /// A small blob's bytes, checked.
  public byte[] blob(Digest digest, long size) throws IOException {
    try (InputStream in = open(digest, size)) {
      byte[] bytes = in.readNBytes((int) Math.min(size, Integer.MAX_VALUE - 8));
      require(digest, bytes);
      return bytes;
    }
  }

  /// A blob as it lies there; whoever takes it checks it.
  ///
  /// @param size what its descriptor says
  public InputStream open(Digest digest, long size) throws IOException {
    long there = length(LayoutWriter.path(digest));
    if (there != size) {
      throw new BundleRefused(
          "blob %s has %d bytes in the layout, and %d by its descriptor"
              .formatted(digest, there, size));
    }
    return from(digest, 0);
  }

  /// A blob's bytes from one of them on; whoever takes it checks it.
  public InputStream from(Digest digest, long first) throws IOException {
    return files.open(LayoutWriter.path(digest), first);
  }

  private byte[] small(String path) throws IOException {
    long size = length(path);
    if (size > Manifest.MAX_BYTES) {
      throw new BundleRefused(path + " is larger than " + Manifest.MAX_BYTES + " bytes");
    }
    try (InputStream in = files.open(path, 0)) {
      return in.readNBytes((int) size);
    }
  }

  private long length(String path) throws IOException {
    OptionalLong size = files.size(path);
    if (size.isEmpty()) {
      throw new BundleRefused(file + " is no whole OCI layout: it has no " + path);
    }
    return size.getAsLong();
  }

  private static void require(Digest digest, byte[] bytes) throws BundleRefused {
    var hash = digest.algorithm().hash();
    hash.update(bytes);
    if (!Digest.finish(digest.algorithm(), hash).equals(digest)) {
      throw new BundleRefused("blob " + digest + " has other bytes than its digest says");
    }
  }

  /// What a manifest or an index in the layout is, and what it refers to.
  public Described describe(Digest digest) throws IOException {
    byte[] bytes = manifest(digest);
    ManifestParts parts = ManifestParts.of(bytes, digest);
    return new Described(parts.mediaType(), parts.artifactType(), parts.subject(), bytes);
  }

  /// A manifest, with what has to be known to hand it out.
  @SuppressWarnings("ArrayRecordComponent")
  public record Described(
      String mediaType, String artifactType, Optional<Digest> subject, byte[] bytes) {}
}
