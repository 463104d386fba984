package io.bowline.registry.disk;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.storage.Blob;
import io.bowline.registry.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// A registry's folder, which several processes may use at once.
///
/// ```
/// layout                                   the number of this layout
/// blobs/sha256/ab/<hex>                    content, whichever repositories have it
/// holders/sha256/ab/<hex>/<repository>     hints for a mount that names no source
/// repositories/<name>/_blobs/sha256/<hex>  this repository has that blob
/// unfinished/                              files being written
/// ```
///
/// Content is shared on disk and nowhere else: a repository answers only for what it links to.
public final class RegistryFolder implements Storage {
  private static final String LAYOUT = "registry";
  private final DurableFiles files;
  private final Path root;
  private final Supplier<String> names;
  private final RunningHashes hashes = new RunningHashes();

  private RegistryFolder(DurableFiles files, Path root, Supplier<String> names) {
    this.files = files;
    this.root = root;
    this.names = names;
  }

  /// Opens a folder, laying it out when it is empty.
  ///
  /// @param root an existing folder
  /// @param names fresh names that nobody can guess
  public static RegistryFolder open(Disk disk, Path root, Supplier<String> names)
      throws IOException {
    DurableFiles files = new DurableFiles(disk, root, names);
    Path layout = root.resolve("layout");
    Optional<String> known = files.read(layout);
    if (known.isEmpty()) {
      files.write(layout, LAYOUT);
    } else if (!known.get().equals(LAYOUT)) {
      throw new IOException(root + " holds something else than a registry: " + known.get());
    }
    return new RegistryFolder(files, root, names);
  }

  @Override
  public RepositoryFolder repository(String name) {
    return new RepositoryFolder(this, name, root.resolve("repositories").resolve(name));
  }

  @Override
  public List<String> holders(Digest digest) throws IOException {
    return disk().list(holderFolder(digest)).stream()
        .map(name -> name.replace('+', '/'))
        .sorted()
        .toList();
  }

  @Override
  public void forgetUntouchedSince(Instant moment) throws IOException {
    Path unfinished = root.resolve("unfinished");
    for (String name : disk().list(unfinished)) {
      Optional<Instant> touched = disk().modified(unfinished.resolve(name));
      if (touched.isPresent() && touched.get().isBefore(moment)) {
        disk().delete(unfinished.resolve(name));
      }
    }
    forgetBelow(root.resolve("repositories"), "", moment);
  }

  private void forgetBelow(Path folder, String name, Instant moment) throws IOException {
    for (String child : disk().list(folder)) {
      if (child.equals("_uploads")) {
        repository(name).uploads().forgetUntouchedSince(moment);
      } else if (!child.startsWith("_")) {
        forgetBelow(folder.resolve(child), name.isEmpty() ? child : name + "/" + child, moment);
      }
    }
  }

  Path holder(Digest digest, String repository) {
    return holderFolder(digest).resolve(repository.replace('/', '+'));
  }

  Optional<Blob> content(Digest digest) throws IOException {
    Path file = contentFile(digest);
    OptionalLong size = disk().size(file);
    return size.isEmpty()
        ? Optional.empty()
        : Optional.of(new BlobFile(disk(), file, digest, size.getAsLong()));
  }

  Path contentFile(Digest digest) {
    return sharded("blobs", digest);
  }

  DurableFiles files() {
    return files;
  }

  Disk disk() {
    return files.disk();
  }

  Supplier<String> names() {
    return names;
  }

  RunningHashes hashes() {
    return hashes;
  }

  private Path holderFolder(Digest digest) {
    return sharded("holders", digest);
  }

  private Path sharded(String kind, Digest digest) {
    return root.resolve(kind)
        .resolve(digest.algorithm().label())
        .resolve(digest.hex().substring(0, 2))
        .resolve(digest.hex());
  }
}
