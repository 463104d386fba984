package io.bowline.registry.disk;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.collect.Collecting;
import io.bowline.registry.collect.Order;
import io.bowline.registry.collect.Report;
import io.bowline.registry.platform.WallClock;
import io.bowline.registry.storage.Blob;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
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
/// locks/sha256-ab                          held while such content is linked to, or removed
/// collected                                when a collection ended last
/// collecting                               held by who collects, or reads all of it
/// ```
///
/// Content is shared on disk and nowhere else: a repository answers only for what it links to.
public final class RegistryFolder implements Collecting {
  /// Held by who collects, or reads the whole registry.
  static final String COLLECTING = "collecting";

  private static final List<String> NO_ROOM =
      List.of("No space left on device", "Disk quota exceeded", "not enough space on the disk");

  private static final Duration RENEWAL = Duration.ofMinutes(1);
  private static final String COLLECTED = "collected";
  private static final String LAYOUT = "registry";
  private final DurableFiles files;
  private final Path root;
  private final Supplier<String> names;
  private final InstantSource clock = new WallClock();
  private final Duration renewal;
  private final RunningHashes hashes = new RunningHashes();

  private RegistryFolder(DurableFiles files, Path root, Supplier<String> names, Duration renewal) {
    this.files = files;
    this.root = root;
    this.names = names;
    this.renewal = renewal;
  }

  /// Opens a folder, laying it out when it is empty.
  ///
  /// @param root an existing folder
  /// @param names fresh names that nobody can guess
  public static RegistryFolder open(Disk disk, Path root, Supplier<String> names)
      throws IOException {
    return open(disk, root, names, RENEWAL);
  }

  /// Opens a folder, laying it out when it is empty.
  ///
  /// @param renewal how old the last answer about a link may be before it is noted anew; far less
  ///   than the grace of any collection
  public static RegistryFolder open(Disk disk, Path root, Supplier<String> names, Duration renewal)
      throws IOException {
    DurableFiles files = new DurableFiles(disk, root, names);
    Path layout = root.resolve("layout");
    Optional<String> known = files.read(layout);
    if (known.isEmpty()) {
      files.write(layout, LAYOUT);
    } else if (!known.get().equals(LAYOUT)) {
      throw new IOException(root + " holds something else than a registry: " + known.get());
    }
    return new RegistryFolder(files, root, names, renewal);
  }

  /// Links that were noted before this are noted anew when somebody asks for them.
  Instant staleBefore() {
    return clock.instant().minus(renewal);
  }

  /// The JDK tells it by the system's words only.
  @Override
  public boolean isFull(IOException failure) {
    String words = String.valueOf(failure.getMessage());
    return NO_ROOM.stream().anyMatch(words::contains);
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

  @Override
  public Optional<Report> collect(Order order) throws IOException {
    Path collecting = root.resolve(COLLECTING);
    disk().append(collecting, true).close();
    Optional<Disk.Held> alone = disk().tryLock(collecting);
    if (alone.isEmpty()) {
      return Optional.empty();
    }
    try (Disk.Held _ = alone.get()) {
      Report report = new FolderCollection(this, order).run();
      if (!order.dryRun()) {
        files.write(root.resolve(COLLECTED), order.now().toString());
      }
      return Optional.of(report);
    }
  }

  @Override
  public Instant lastCollected() throws IOException {
    return files.read(root.resolve(COLLECTED)).map(Instant::parse).orElse(Instant.EPOCH);
  }

  /// Gives forced bytes their place as content, which counts as put there at this moment, however
  /// long it took to come here.
  void place(Path forced, Digest digest) throws IOException {
    Path file = contentFile(digest);
    files.makeFolders(Optional.ofNullable(file.getParent()).orElseThrow());
    try (Disk.Held _ = linking(digest)) {
      files.moveIntoPlace(forced, file);
      disk().touch(file);
    }
  }

  /// Has content count as put in place at this moment; says whether it is there. Whoever links to
  /// it has the grace for that.
  boolean claim(Digest digest) throws IOException {
    try (Disk.Held _ = linking(digest)) {
      disk().touch(contentFile(digest));
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /// Held while content is put in place, claimed or removed.
  Disk.Held linking(Digest digest) throws IOException {
    Path locks = root.resolve("locks");
    files.makeFolders(locks);
    String name = digest.algorithm().label() + "-" + digest.hex().substring(0, 2);
    return disk().lock(locks.resolve(name));
  }

  @Override
  public List<String> repositories() throws IOException {
    List<String> names = new ArrayList<>();
    namesBelow(root.resolve("repositories"), "", names);
    return names;
  }

  private void namesBelow(Path folder, String name, List<String> names) throws IOException {
    List<String> children = disk().list(folder);
    if (children.stream().anyMatch(child -> child.startsWith("_"))) {
      names.add(name);
    }
    for (String child : children) {
      if (!child.startsWith("_")) {
        namesBelow(folder.resolve(child), name.isEmpty() ? child : name + "/" + child, names);
      }
    }
  }

  /// Forgets who had content that is gone.
  void forgetHolders(Digest digest) throws IOException {
    Path folder = holderFolder(digest);
    for (String holder : disk().list(folder)) {
      disk().delete(folder.resolve(holder));
    }
  }

  Path contentFolder(Digest.Algorithm algorithm) {
    return root.resolve("blobs").resolve(algorithm.label());
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
