package io.bowline.registry.disk;

import io.bowline.model.artifact.Digest;
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
public final class RepositoryFolder {
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

  /// Its name.
  public String name() {
    return name;
  }

  /// Whether a manifest was ever pushed here.
  public boolean known() throws IOException {
    return !registry.disk().list(folder.resolve("_manifests")).isEmpty();
  }

  /// The uploads under way here.
  public UploadFolder uploads() {
    return new UploadFolder(registry, this, folder.resolve("_uploads"));
  }

  /// A blob this repository has.
  public Optional<StoredBlob> blob(Digest digest) throws IOException {
    return registry.disk().size(blobLink(digest)).isPresent()
        ? registry.content(digest)
        : Optional.empty();
  }

  /// Lets this repository have a blob that another one has.
  public void adopt(StoredBlob blob) throws IOException {
    link(blob.digest());
  }

  /// Takes a blob from this repository; says whether it was there.
  public boolean dropBlob(Digest digest) throws IOException {
    registry.disk().delete(registry.holder(digest, name));
    return files.remove(blobLink(digest));
  }

  /// A manifest this repository has.
  public Optional<StoredManifest> manifest(Digest digest) throws IOException {
    Optional<String> mediaType = files.read(manifestLink(digest));
    Optional<StoredBlob> content =
        mediaType.isEmpty() ? Optional.empty() : registry.content(digest);
    return content.map(bytes -> new StoredManifest(mediaType.orElseThrow(), bytes));
  }

  /// The manifest a tag points at.
  public Optional<Digest> tagged(String tag) throws IOException {
    return files.read(tagFile(tag)).map(Digest::parse);
  }

  /// All tags in the order of their bytes.
  public List<String> tags() throws IOException {
    return registry.disk().list(folder.resolve("_tags")).stream().sorted().toList();
  }

  /// Waits until no one else changes this repository's manifests, tags and blob links.
  public Disk.Held exclusively() throws IOException {
    files.makeFolders(folder);
    return registry.disk().lock(folder.resolve("_lock"));
  }

  /// Keeps a manifest; the caller holds the repository.
  ///
  /// The order is what a crash leaves right: bytes, the entry among referrers (which is not listed
  /// without the link), the link, the tags.
  public void keep(ManifestPush push, byte[] bytes) throws IOException {
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

  /// Removes a tag; says whether it was there. The caller holds the repository.
  public boolean dropTag(String tag) throws IOException {
    return files.remove(tagFile(tag));
  }

  /// Removes a manifest and the tags that point at it; says whether it was there. The caller holds
  /// the repository.
  ///
  /// @param subject the manifest's subject, whose list it leaves
  public boolean dropManifest(Digest digest, Optional<Digest> subject) throws IOException {
    for (String tag : tags()) {
      if (tagged(tag).filter(digest::equals).isPresent()) {
        dropTag(tag);
      }
    }
    boolean was = files.remove(manifestLink(digest));
    if (subject.isPresent()) {
      files.remove(referrerFile(subject.get(), digest));
    }
    return was;
  }

  /// Digests of the manifests that refer to a subject, in a fixed order.
  public List<Digest> referrers(Digest subject) throws IOException {
    List<Digest> found = new ArrayList<>();
    for (String file : registry.disk().list(referrerFolder(subject)).stream().sorted().toList()) {
      Digest digest = Digest.parse(file.replace('-', ':'));
      if (registry.disk().size(manifestLink(digest)).isPresent()) {
        found.add(digest);
      }
    }
    return found;
  }

  /// The descriptor of one referrer as JSON text.
  public Optional<String> referrer(Digest subject, Digest referrer) throws IOException {
    return files.read(referrerFile(subject, referrer));
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
