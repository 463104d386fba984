package io.bowline.release.layout;

import io.bowline.model.artifact.Digest;
import io.bowline.model.release.MirroredImage;
import io.bowline.release.bundle.Bundle;
import io.bowline.release.bundle.BundleRefused;
import io.bowline.release.bundle.Descriptor;
import io.bowline.release.publish.ReleaseStore;
import io.bowline.release.registry.RegistryClient;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Takes a release out of a registry: its manifest and parts, its signatures, its images for all
/// platforms, and whatever refers to any of them (signatures, bills of materials, provenance).
public final class ReleaseExport {
  private static final int DEEPEST = 8;
  private static final int MOST_MANIFESTS = 20_000;

  /// Tags by which cosign finds what is about an image without referring to it.
  private static final List<String> COSIGN = List.of(".sig", ".att", ".sbom");

  private final RegistryClient registry;
  private final Consumer<String> progress;
  private final Platforms platforms;
  private final Set<String> visited = new HashSet<>();

  /// @param progress is told each manifest by name, when it is in the file
  public ReleaseExport(RegistryClient registry, Consumer<String> progress) {
    this(registry, progress, Platforms.all());
  }

  /// @param platforms for which images come along; their digests stay what they are
  public ReleaseExport(RegistryClient registry, Consumer<String> progress, Platforms platforms) {
    this.registry = registry;
    this.progress = progress;
    this.platforms = platforms;
  }

  /// Writes a layout; the file appears when it is whole.
  ///
  /// @throws BundleRefused when a byte of it is not what its digest says, or an image is not there
  ///   for a platform that is chosen
  public Bundle write(String repository, Digest release, Path file) throws IOException {
    Bundle bundle = new ReleaseStore(registry, repository).pull(release).bundle();
    new PlatformCheck(registry).require(platforms, bundle.release().images());
    Path folder = file.toAbsolutePath().getParent();
    Path draft = Files.createTempFile(folder, file.getFileName().toString(), ".part");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft), 1 << 16);
          LayoutWriter layout = new LayoutWriter(out)) {
        for (MirroredImage image : bundle.release().images()) {
          root(layout, image.repository(), image.digest(), tag(image));
        }
        root(layout, repository, release, bundle.release().version().replace('+', '_'));
        layout.finish(platforms);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
    return bundle;
  }

  /// The tag that charts know the image by; a registry may have moved it since.
  private String tag(MirroredImage image) throws IOException {
    String source = image.source();
    int colon = source.lastIndexOf(':');
    if (source.contains("@") || colon <= source.lastIndexOf('/')) {
      return "";
    }
    String tag = source.substring(colon + 1);
    boolean means =
        registry.digest(image.repository(), tag).filter(image.digest()::equals).isPresent();
    return means ? tag : "";
  }

  private void root(LayoutWriter layout, String repository, Digest digest, String tag)
      throws IOException {
    walk(
        layout,
        repository,
        digest,
        0,
        stored -> {
          Stored tagged = stored.tagged(tag);
          layout.name(tagged);
          progress.accept(tagged.name());
        });
    for (String suffix : COSIGN) {
      String beside = digest.algorithm().label() + "-" + digest.hex() + suffix;
      Optional<Digest> there = registry.digest(repository, beside);
      if (there.isPresent()) {
        walk(layout, repository, there.get(), 0, stored -> layout.name(stored.tagged(beside)));
      }
    }
  }

  /// Writes a manifest with all below it and all that refers to it, unless it was written before.
  ///
  /// @param written is told of the manifest itself
  private void walk(
      LayoutWriter layout, String repository, Digest digest, int depth, Consumer<Stored> written)
      throws IOException {
    if (!visited.add(repository + "@" + digest)) {
      return;
    }
    if (depth > DEEPEST || visited.size() > MOST_MANIFESTS) {
      throw new BundleRefused(
          "%s@%s is nested more than %d deep, or there are more than %d manifests"
              .formatted(repository, digest, DEEPEST, MOST_MANIFESTS));
    }
    byte[] bytes =
        registry
            .manifest(repository, digest.toString())
            .orElseThrow(
                () -> new BundleRefused("the registry has no " + repository + "@" + digest));
    ManifestParts parts = ManifestParts.of(bytes, digest);
    for (ManifestParts.Child child : parts.manifests(platforms)) {
      walk(layout, repository, child.digest(), depth + 1, _ -> {});
    }
    for (Descriptor blob : parts.blobs()) {
      if (isForeign(blob) && !registry.hasBlob(repository, blob.digest())) {
        progress.accept("left out, as its registry does: " + repository + "@" + blob.digest());
        continue;
      }
      layout.blob(
          blob.digest(),
          blob.size(),
          out -> registry.copyBlob(repository, blob.digest(), blob.size(), out));
    }
    layout.blob(digest, bytes);
    written.accept(
        new Stored(repository, "", parts.mediaType(), digest, bytes.length, parts.artifactType()));
    for (RegistryClient.Referrer referrer : registry.referrers(repository, digest)) {
      // the index names it, too: there is no other way to find it
      walk(layout, repository, referrer.digest(), depth + 1, layout::name);
    }
  }

  /// Layers that a registry need not have, such as the base of Windows images.
  static boolean isForeign(Descriptor blob) {
    return blob.mediaType().contains(".foreign.") || blob.mediaType().contains("nondistributable");
  }
}
