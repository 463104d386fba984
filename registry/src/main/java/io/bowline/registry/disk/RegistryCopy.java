package io.bowline.registry.disk;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Reads a registry's folder while it is used, so that what was read is a registry, too: a tag's
/// manifest and a manifest's blobs are there. It goes against the order in which things are
/// written: first what points, each repository at one moment, then what is pointed at. Uploads
/// under way are left out; their clients begin again.
public final class RegistryCopy {
  /// Takes one file after the other.
  public interface Sink {
    /// Takes a file.
    ///
    /// @param name relative to the registry's folder, with `/`
    void accept(String name, long size, InputStream content) throws IOException;
  }

  private final Disk disk;
  private final Path root;
  private final Sink sink;

  private RegistryCopy(Disk disk, Path root, Sink sink) {
    this.disk = disk;
    this.root = root;
    this.sink = sink;
  }

  /// Copies the registry in a folder; none when the folder is empty or missing.
  public static void copy(Disk disk, Path root, Sink sink) throws IOException {
    if (disk.size(root.resolve("layout")).isEmpty()) {
      return;
    }
    RegistryCopy copy = new RegistryCopy(disk, root, sink);
    // nothing is collected meanwhile, so that what is pointed at stays until it is read
    try (Disk.Held _ = disk.lock(root.resolve(RegistryFolder.COLLECTING))) {
      copy.below("layout");
      copy.repositories("repositories");
      copy.below("holders");
      copy.below("blobs");
    }
  }

  private void repositories(String name) throws IOException {
    boolean links = false;
    for (String child : disk.list(root.resolve(name))) {
      if (child.startsWith("_")) {
        links = true;
      } else {
        repositories(name + "/" + child);
      }
    }
    if (links) {
      repository(name);
    }
  }

  /// Links are small: they are read while the repository is held, and written when it is not.
  private void repository(String name) throws IOException {
    List<Small> links = new ArrayList<>();
    Disk.Held held = disk.lock(root.resolve(name).resolve("_lock"));
    try (held) {
      for (String kind : List.of("_tags", "_referrers", "_manifests", "_blobs")) {
        links(name + "/" + kind, links);
      }
    }
    for (Small link : links) {
      sink.accept(link.name(), link.content().size(), link.content().open());
    }
  }

  private void links(String name, List<Small> links) throws IOException {
    for (String child : disk.list(root.resolve(name)).stream().sorted().toList()) {
      String path = name + "/" + child;
      if (isFolder(path)) {
        links(path, links);
      } else {
        try (InputStream in = disk.read(root.resolve(path), 0)) {
          links.add(new Small(path, new Bytes(in.readAllBytes())));
        }
      }
    }
  }

  /// A file whose name stands never changes, so nothing need be held.
  private void below(String name) throws IOException {
    if (!isFolder(name)) {
      file(name);
      return;
    }
    for (String child : disk.list(root.resolve(name)).stream().sorted().toList()) {
      below(name + "/" + child);
    }
  }

  private void file(String name) throws IOException {
    Path file = root.resolve(name);
    OptionalLong size = disk.size(file);
    if (size.isEmpty()) {
      return;
    }
    try (InputStream in = disk.read(file, 0)) {
      sink.accept(name, size.getAsLong(), in);
    } catch (NoSuchFileException e) {
      // taken away since it was listed: by now it is not part of the registry
      return;
    }
  }

  private boolean isFolder(String name) {
    return root.resolve(name).toFile().isDirectory();
  }

  private record Small(String name, Bytes content) {}

  private static final class Bytes {
    private final byte[] bytes;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    long size() {
      return bytes.length;
    }

    InputStream open() {
      return new ByteArrayInputStream(bytes);
    }
  }
}
