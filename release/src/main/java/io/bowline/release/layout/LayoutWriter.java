package io.bowline.release.layout;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import io.bowline.release.bundle.MediaTypes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// Writes an OCI image layout as a tar; each blob once, and the same content as the same bytes.
final class LayoutWriter implements AutoCloseable {
  /// Says in the index for which platforms images are there, when it is not for all.
  static final String PLATFORMS = "io.bowline.layout.platforms";

  static final String REFERENCE = "org.opencontainers.image.ref.name";

  private final TarArchiveOutputStream tar;
  private final Set<Digest> written = new HashSet<>();
  private final Set<String> named = new HashSet<>();
  private final ArrayNode index = JsonNodeFactory.instance.arrayNode();

  LayoutWriter(OutputStream to) throws IOException {
    tar = new TarArchiveOutputStream(to, StandardCharsets.UTF_8.name());
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    put("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
  }

  /// Writes exactly `size` bytes.
  interface Content {
    void to(OutputStream out) throws IOException;
  }

  /// Puts a blob, unless it is there.
  void blob(Digest digest, long size, Content content) throws IOException {
    if (written.add(digest)) {
      begin(path(digest), size);
      content.to(tar);
      tar.closeArchiveEntry();
    }
  }

  void blob(Digest digest, byte[] bytes) throws IOException {
    blob(digest, bytes.length, out -> out.write(bytes));
  }

  /// Names a manifest in the index.
  void name(Stored manifest) {
    if (!named.add(manifest.name())) {
      return;
    }
    ObjectNode entry = index.addObject();
    entry.put("mediaType", manifest.mediaType());
    entry.put("digest", manifest.digest().toString());
    entry.put("size", manifest.size());
    if (!manifest.artifactType().isEmpty()) {
      entry.put("artifactType", manifest.artifactType());
    }
    entry.putObject("annotations").put(REFERENCE, manifest.name());
  }

  /// Writes the index: until then the file is no layout.
  void finish(Platforms platforms) throws IOException {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("schemaVersion", 2);
    root.put("mediaType", MediaTypes.INDEX);
    root.set("manifests", index);
    if (!platforms.areAll()) {
      root.putObject("annotations").put(PLATFORMS, String.join(",", platforms.names()));
    }
    put("index.json", root.toString().getBytes(StandardCharsets.UTF_8));
    tar.finish();
  }

  static String path(Digest digest) {
    return "blobs/" + digest.algorithm().label() + "/" + digest.hex();
  }

  private void put(String path, byte[] bytes) throws IOException {
    begin(path, bytes.length);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  private void begin(String path, long size) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(path);
    entry.setSize(size);
    entry.setMode(0100644);
    entry.setModTime(0L);
    tar.putArchiveEntry(entry);
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
