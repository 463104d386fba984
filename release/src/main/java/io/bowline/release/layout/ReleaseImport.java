package io.bowline.release.layout;

import io.bowline.model.artifact.Digest;
import io.bowline.release.bundle.Bundle;
import io.bowline.release.bundle.BundleRefused;
import io.bowline.release.bundle.Descriptor;
import io.bowline.release.bundle.MediaTypes;
import io.bowline.release.registry.RegistryClient;
import io.bowline.release.registry.RegistryRefused;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Puts a layout's release into a registry, digest by digest: images first and the release last, so
/// that nobody finds a release there whose images are missing.
public final class ReleaseImport {
  private static final int DEEPEST = 8;

  private final Layout layout;
  private final RegistryClient registry;
  private final Consumer<String> progress;
  private final Set<String> put = new HashSet<>();

  /// @param progress is told each manifest by name, when it is in the registry
  public ReleaseImport(Layout layout, RegistryClient registry, Consumer<String> progress) {
    this.layout = layout;
    this.registry = registry;
    this.progress = progress;
  }

  /// The one release in a layout, every byte of it checked.
  ///
  /// @throws BundleRefused when there is none, or more than one
  public static Bundle release(Layout layout) throws IOException {
    Stored stored = find(layout);
    return Bundle.read(
        stored.digest(),
        layout.manifest(stored.digest()),
        blob -> layout.blob(blob.digest(), blob.size()));
  }

  private static Stored find(Layout layout) throws BundleRefused {
    List<Stored> releases =
        layout.stored().stream().filter(s -> s.artifactType().equals(MediaTypes.RELEASE)).toList();
    if (releases.size() != 1) {
      throw new BundleRefused("the file holds " + releases.size() + " releases in place of one");
    }
    return releases.getFirst();
  }

  /// Puts everything; what is there already is left as it is.
  public Bundle run() throws IOException {
    Bundle bundle = release(layout);
    Stored release = find(layout);
    for (Stored stored : layout.stored()) {
      if (!stored.equals(release)) {
        put(stored);
      }
    }
    put(release);
    return bundle;
  }

  private void put(Stored stored) throws IOException {
    // a signature may come before what it signs; registries keep it all the same
    manifest(stored.repository(), stored.digest(), 0);
    if (!stored.tag().isEmpty()) {
      tag(stored);
    }
    progress.accept(stored.name());
  }

  /// A release's version never changes; an image's tag may be moved.
  private void tag(Stored stored) throws IOException {
    Optional<Digest> present = registry.digest(stored.repository(), stored.tag());
    if (present.filter(stored.digest()::equals).isPresent()) {
      return;
    }
    if (present.isPresent() && stored.artifactType().equals(MediaTypes.RELEASE)) {
      throw new BundleRefused(
          "%s is already published as %s; a release never changes"
              .formatted(stored.name(), present.get()));
    }
    byte[] bytes = layout.manifest(stored.digest());
    String mediaType = ManifestParts.of(bytes, stored.digest()).mediaType();
    registry.putManifest(stored.repository(), stored.tag(), mediaType, bytes);
  }

  private void manifest(String repository, Digest digest, int depth) throws IOException {
    if (!put.add(repository + "@" + digest)) {
      return;
    }
    if (depth > DEEPEST) {
      throw new BundleRefused(digest + " is nested more than " + DEEPEST + " deep");
    }
    byte[] bytes = layout.manifest(digest);
    ManifestParts parts = ManifestParts.of(bytes, digest);
    for (ManifestParts.Child child : parts.manifests(layout.platforms())) {
      manifest(repository, child.digest(), depth + 1);
    }
    for (Descriptor blob : parts.blobs()) {
      if (!ReleaseExport.isForeign(blob) || layout.has(blob.digest())) {
        registry.putBlob(
            repository, blob.digest(), blob.size(), () -> layout.open(blob.digest(), blob.size()));
      }
    }
    try {
      put(repository, digest, parts, bytes);
    } catch (RegistryRefused e) {
      boolean sparse = parts.manifests(layout.platforms()).size() < parts.manifests().size();
      throw sparse ? unloved(e) : e;
    }
  }

  private void put(String repository, Digest digest, ManifestParts parts, byte[] bytes)
      throws IOException {
    if (parts.subject().isPresent()) {
      registry.putReferrer(
          repository, parts.subject().get(), parts.mediaType(), parts.artifactType(), bytes);
    } else {
      registry.putManifest(repository, digest.toString(), parts.mediaType(), bytes);
    }
  }

  /// Some registries want every part of an index, and a file for some platforms has not got them.
  private RegistryRefused unloved(RegistryRefused e) {
    return new RegistryRefused(
        e.status(),
        "%s; the file has images for %s alone, and not every registry takes an index whose other"
                .formatted(e.getMessage(), layout.platforms())
            + " platforms are missing: export without --platform for this one");
  }
}
