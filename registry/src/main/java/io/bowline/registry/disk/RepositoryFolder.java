package io.bowline.registry.disk;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.collect.Marking;
import io.bowline.registry.storage.Blob;
import io.bowline.registry.storage.Holding;
import io.bowline.registry.storage.ManifestPush;
import io.bowline.registry.storage.Opening;
import io.bowline.registry.storage.ReferrerVisitor;
import io.bowline.registry.storage.Repository;
import io.bowline.registry.storage.StoredManifest;
import io.bowline.registry.storage.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// One repository: its links to blobs and manifests, its tags, its referrers.
///
/// ```
/// _blobs/<algorithm>/<hex>                             has this blob
/// _manifests/<algorithm>/<hex>                         has this manifest; holds its media type
/// _tags/<tag>                                          holds a manifest's digest
/// _referrers/<algorithm>/<subject hex>/<algorithm>-<hex>  holds the descriptor to list
/// _uploads/<id>                                        bytes so far
/// _lock                                                held while manifests and tags change
/// ```
///
/// A component of a repository's name never begins with `_`, so nested names cannot collide.
final class RepositoryFolder implements Repository {
  private final RegistryFolder registry;
  private final DurableFiles files;
  private final String name;
  private final Path folder;

  RepositoryFolder(RegistryFolder registry, String name, Path folder) {
    this.registry = registry;
    this.files = registry.files();
    this.name = name;
    this.folder = folder;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean known() throws IOException {
    return !registry.disk().list(folder.resolve("_manifests")).isEmpty();
  }

  @Override
  public Upload begin(Digest.Algorithm algorithm) throws IOException {
    return uploads().begin(algorithm);
  }

  @Override
  public Opening open(String id) throws IOException {
    return uploads().open(id);
  }

  /// The uploads under way here.
  UploadFolder uploads() {
    return new UploadFolder(registry, this, folder.resolve("_uploads"));
  }

  @Override
  public Optional<Blob> blob(Digest digest) throws IOException {
    return asked(blobLink(digest)) ? registry.content(digest) : Optional.empty();
  }

  /// Whether a link is there. Whoever is told so may count on it for the grace of a collection: an
  /// old one is renewed while the repository is held, as no collection decides on it then.
  private boolean asked(Path link) throws IOException {
    Optional<Instant> touched = registry.disk().modified(link);
    if (touched.isEmpty() || touched.get().isAfter(registry.staleBefore())) {
      return touched.isPresent();
    }
    try (Disk.Held _ = exclusively()) {
      registry.disk().touch(link);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  @Override
  public boolean mount(Digest digest, String from) throws IOException {
    boolean there = registry.repository(from).blob(digest).isPresent() && registry.claim(digest);
    if (there) {
      link(digest);
    }
    return there;
  }

  @Override
  public boolean dropBlob(Digest digest) throws IOException {
    if (registry.disk().size(blobLink(digest)).isEmpty()) {
      return false;
    }
    try (Disk.Held _ = exclusively()) {
      registry.disk().delete(registry.holder(digest, name));
      return files.remove(blobLink(digest));
    }
  }

  @Override
  public Optional<StoredManifest> manifest(Digest digest) throws IOException {
    Path link = manifestLink(digest);
    Optional<String> mediaType = asked(link) ? files.read(link) : Optional.empty();
    Optional<Blob> content = mediaType.isEmpty() ? Optional.empty() : registry.content(digest);
    return content.map(bytes -> new StoredManifest(mediaType.orElseThrow(), bytes));
  }

  @Override
  public Optional<Digest> tagged(String tag) throws IOException {
    return files.read(tagFile(tag)).map(Digest::parse);
  }

  @Override
  public List<String> tags(String after, int atMost) throws IOException {
    return registry.disk().list(folder.resolve("_tags")).stream()
        .filter(tag -> tag.compareTo(after) > 0)
        .sorted()
        .limit(atMost)
        .toList();
  }

  @Override
  public List<Digest> keep(ManifestPush push, byte[] bytes) throws IOException {
    List<Digest> missing = new ArrayList<>();
    try (Disk.Held _ = exclusively()) {
      for (Digest needed : push.needs()) {
        // claimed, since a collection that saw no link to it may be about to remove it
        if (registry.disk().size(blobLink(needed)).isEmpty() || !registry.claim(needed)) {
          missing.add(needed);
        }
      }
      if (missing.isEmpty()) {
        write(push, bytes);
      }
    }
    return missing;
  }

  /// The order is what a crash leaves right: bytes, the entry among referrers (which is not listed
  /// without the link), the link, the tags.
  private void write(ManifestPush push, byte[] bytes) throws IOException {
    registry.place(files.writeUnfinished(bytes), push.digest());
    if (push.referrer().isPresent()) {
      ManifestPush.Referrer referrer = push.referrer().get();
      files.write(referrerFile(referrer.subject(), push.digest()), referrer.descriptor());
    }
    files.write(manifestLink(push.digest()), push.mediaType());
    for (String tag : push.tags()) {
      files.write(tagFile(tag), push.digest().toString());
    }
  }

  @Override
  public boolean dropTag(String tag) throws IOException {
    if (tagged(tag).isEmpty()) {
      return false;
    }
    try (Disk.Held _ = exclusively()) {
      return files.remove(tagFile(tag));
    }
  }

  @Override
  public boolean dropManifest(Digest digest, Optional<Digest> subject) throws IOException {
    if (registry.disk().size(manifestLink(digest)).isEmpty()) {
      return false;
    }
    try (Disk.Held _ = exclusively()) {
      for (String tag : registry.disk().list(folder.resolve("_tags"))) {
        if (tagged(tag).filter(digest::equals).isPresent()) {
          files.remove(tagFile(tag));
        }
      }
      boolean was = files.remove(manifestLink(digest));
      if (subject.isPresent()) {
        files.remove(referrerFile(subject.get(), digest));
      }
      return was;
    }
  }

  @Override
  public void referrers(Digest subject, String after, ReferrerVisitor visitor) throws IOException {
    for (String file : registry.disk().list(referrerFolder(subject)).stream().sorted().toList()) {
      Digest referrer = referrer(file);
      if (referrer.toString().compareTo(after) <= 0
          || registry.disk().size(manifestLink(referrer)).isEmpty()) {
        continue;
      }
      Optional<String> descriptor = files.read(referrerFile(subject, referrer));
      if (descriptor.isPresent() && !visitor.visit(referrer, descriptor.get())) {
        return;
      }
    }
  }

  /// Waits until no one else changes this repository's manifests and tags.
  Disk.Held exclusively() throws IOException {
    files.makeFolders(folder);
    return registry.disk().lock(folder.resolve("_lock"));
  }

  void link(Digest digest) throws IOException {
    if (!asked(blobLink(digest))) {
      files.mark(blobLink(digest));
    }
    files.hint(registry.holder(digest, name));
  }

  /// What it has of manifests, each with the moment when it was last pushed or asked for.
  Map<Digest, Instant> manifestLinks() throws IOException {
    return links("_manifests");
  }

  /// What it has of blobs, each with the moment when it was last pushed, mounted or asked for.
  Map<Digest, Instant> blobLinks() throws IOException {
    return links("_blobs");
  }

  private Map<Digest, Instant> links(String kind) throws IOException {
    Map<Digest, Instant> links = new LinkedHashMap<>();
    for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
      Path of = folder.resolve(kind).resolve(algorithm.label());
      for (String hex : registry.disk().list(of)) {
        Digest digest = Digest.parse(algorithm.label() + ":" + hex);
        registry.disk().modified(of.resolve(hex)).ifPresent(at -> links.put(digest, at));
      }
    }
    return links;
  }

  @Override
  public Set<Holding> holdings() throws IOException {
    Set<Holding> all = new HashSet<>();
    blobLinks().keySet().forEach(digest -> all.add(Holding.blob(digest)));
    manifestLinks().keySet().forEach(digest -> all.add(Holding.manifest(digest)));
    return all;
  }

  @Override
  public OptionalLong sizeOf(Holding holding) throws IOException {
    Path link =
        switch (holding.kind()) {
          case BLOB -> blobLink(holding.digest());
          case MANIFEST -> manifestLink(holding.digest());
        };
    return registry.disk().size(link).isEmpty()
        ? OptionalLong.empty()
        : registry.disk().size(registry.contentFile(holding.digest()));
  }

  /// What its tags point at.
  Set<Digest> taggedDigests() throws IOException {
    Set<Digest> all = new HashSet<>();
    for (String tag : registry.disk().list(folder.resolve("_tags"))) {
      tagged(tag).ifPresent(all::add);
    }
    return all;
  }

  /// The bytes of a manifest that it has.
  InputStream manifestBytes(Digest digest) throws IOException {
    return registry.disk().read(registry.contentFile(digest), 0);
  }

  /// Removes manifests, and then blobs, while the repository is held. A blob's hint goes before its
  /// link, so that none is left by whoever dies between.
  void remove(Marking decided, List<Digest> blobs) throws IOException {
    files.removeAll(decided.lost().stream().map(gone -> manifestLink(gone.digest())).toList());
    files.removeAll(entriesBut(decided.kept().keySet()));
    for (Digest blob : blobs) {
      registry.disk().delete(registry.holder(blob, name));
    }
    files.removeAll(blobs.stream().map(this::blobLink).toList());
  }

  /// The entries among referrers of other manifests than these: of those that go, and of those that
  /// somebody was about to push or had removed when killed between the entry and the link.
  private List<Path> entriesBut(Set<Digest> manifests) throws IOException {
    List<Path> entries = new ArrayList<>();
    for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
      Path subjects = folder.resolve("_referrers").resolve(algorithm.label());
      for (String subject : registry.disk().list(subjects)) {
        for (String entry : registry.disk().list(subjects.resolve(subject))) {
          if (!manifests.contains(referrer(entry))) {
            entries.add(subjects.resolve(subject).resolve(entry));
          }
        }
      }
    }
    return entries;
  }

  private static Digest referrer(String entry) {
    return Digest.parse(entry.replace('-', ':'));
  }

  private Path blobLink(Digest digest) {
    return folder.resolve("_blobs").resolve(digest.algorithm().label()).resolve(digest.hex());
  }

  private Path manifestLink(Digest digest) {
    return folder.resolve("_manifests").resolve(digest.algorithm().label()).resolve(digest.hex());
  }

  private Path tagFile(String tag) {
    return folder.resolve("_tags").resolve(tag);
  }

  private Path referrerFolder(Digest subject) {
    return folder.resolve("_referrers").resolve(subject.algorithm().label()).resolve(subject.hex());
  }

  private Path referrerFile(Digest subject, Digest referrer) {
    return referrerFolder(subject).resolve(referrer.toString().replace(':', '-'));
  }
}
