package io.bowline.registry.disk;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.storage.Blob;
import io.bowline.registry.storage.ManifestPush;
import io.bowline.registry.storage.Opening;
import io.bowline.registry.storage.ReferrerVisitor;
import io.bowline.registry.storage.Repository;
import io.bowline.registry.storage.StoredManifest;
import io.bowline.registry.storage.Upload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    return registry.disk().size(blobLink(digest)).isPresent()
        ? registry.content(digest)
        : Optional.empty();
  }

  @Override
  public boolean mount(Digest digest, String from) throws IOException {
    boolean there = registry.repository(from).blob(digest).isPresent();
    if (there) {
      link(digest);
    }
    return there;
  }

  @Override
  public boolean dropBlob(Digest digest) throws IOException {
    registry.disk().delete(registry.holder(digest, name));
    return files.remove(blobLink(digest));
  }

  @Override
  public Optional<StoredManifest> manifest(Digest digest) throws IOException {
    Optional<String> mediaType = files.read(manifestLink(digest));
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
        if (blob(needed).isEmpty()) {
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
    files.writeBytes(registry.contentFile(push.digest()), bytes);
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
      Digest referrer = Digest.parse(file.replace('-', ':'));
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
  private Disk.Held exclusively() throws IOException {
    files.makeFolders(folder);
    return registry.disk().lock(folder.resolve("_lock"));
  }

  void link(Digest digest) throws IOException {
    files.mark(blobLink(digest));
    files.hint(registry.holder(digest, name));
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
