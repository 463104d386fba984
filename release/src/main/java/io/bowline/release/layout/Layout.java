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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/// An OCI image layout in a tar, read where it lies: nothing is unpacked, and of its paths only
/// those that the specification names are looked at.
public final class Layout implements AutoCloseable {
  private static final int MOST_ENTRIES = 200_000;

  private final TarFile tar;
  private final String file;
  private final Map<String, TarArchiveEntry> entries = new HashMap<>();
  private final List<Stored> stored;

  private Layout(TarFile tar, Path file) throws IOException {
    this.tar = tar;
    this.file = String.valueOf(file.getFileName());
    for (TarArchiveEntry entry : tar.getEntries()) {
      if (entries.size() == MOST_ENTRIES) {
        throw new BundleRefused(this.file + " holds more than " + MOST_ENTRIES + " entries");
      }
      if (entry.isFile() && entries.putIfAbsent(plain(entry.getName()), entry) != null) {
        throw new BundleRefused(this.file + " holds '" + entry.getName() + "' twice");
      }
    }
    stored = index();
  }

  /// Opens one.
  ///
  /// @throws BundleRefused when the file is no layout
  public static Layout open(Path file) throws IOException {
    TarFile tar;
    try {
      tar = new TarFile(file);
    } catch (NoSuchFileException e) {
      throw new BundleRefused(file.getFileName() + ": there is no such file");
    } catch (IOException | IllegalArgumentException e) {
      throw new BundleRefused(file.getFileName() + " is no tar file: " + e.getMessage());
    }
    try {
      return new Layout(tar, file);
    } catch (IOException e) {
      tar.close();
      throw e;
    }
  }

  private static String plain(String name) {
    return name.startsWith("./") ? name.substring(2) : name;
  }

  private List<Stored> index() throws IOException {
    JsonNode root;
    try {
      root = JsonMapper.builder().build().readTree(small("index.json"));
    } catch (JsonProcessingException e) {
      throw new BundleRefused("index.json is not JSON");
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

  /// What the index names, in its order.
  public List<Stored> stored() {
    return List.copyOf(stored);
  }

  /// Whether a blob is in the file.
  public boolean has(Digest digest) {
    return entries.containsKey(LayoutWriter.path(digest));
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
    TarArchiveEntry entry = entry(LayoutWriter.path(digest));
    if (entry.getSize() != size) {
      throw new BundleRefused(
          "blob %s has %d bytes in the file, and %d by its descriptor"
              .formatted(digest, entry.getSize(), size));
    }
    return tar.getInputStream(entry);
  }

  private byte[] small(String path) throws IOException {
    TarArchiveEntry entry = entry(path);
    if (entry.getSize() > Manifest.MAX_BYTES) {
      throw new BundleRefused(path + " is larger than " + Manifest.MAX_BYTES + " bytes");
    }
    try (InputStream in = tar.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  private TarArchiveEntry entry(String path) throws BundleRefused {
    TarArchiveEntry entry = entries.get(path);
    if (entry == null) {
      throw new BundleRefused(file + " is no whole OCI layout: it has no " + path);
    }
    return entry;
  }

  private static void require(Digest digest, byte[] bytes) throws BundleRefused {
    var hash = digest.algorithm().hash();
    hash.update(bytes);
    if (!Digest.finish(digest.algorithm(), hash).equals(digest)) {
      throw new BundleRefused("blob " + digest + " has other bytes than its digest says");
    }
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
