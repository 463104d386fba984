package io.bowline.release.bundle;

import io.bowline.model.artifact.Digest;
import io.bowline.model.release.Component;
import io.bowline.model.release.Release;
import io.bowline.release.archive.ArchiveLimits;
import io.bowline.release.archive.FileTree;
import io.bowline.release.document.Reading;
import io.bowline.release.document.ReleaseDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A release as an OCI artifact in memory: its manifest's exact bytes, what they say, and every
/// blob, each checked against its digest.
public final class Bundle {
  private static final long MAX_LAYERS_BYTES = 64L << 20;

  private final byte[] manifestBytes;
  private final Manifest manifest;
  private final Release release;
  private final Map<Digest, byte[]> blobs;
  private final List<ProviderFile> providers;
  private final Map<Digest, Path> files;

  private Bundle(
      byte[] manifestBytes,
      Manifest manifest,
      Release release,
      Map<Digest, byte[]> blobs,
      List<ProviderFile> providers,
      Map<Digest, Path> files) {
    this.manifestBytes = manifestBytes;
    this.manifest = manifest;
    this.release = release;
    this.blobs = Map.copyOf(blobs);
    this.providers = List.copyOf(providers);
    this.files = Map.copyOf(files);
  }

  /// Where the blobs of a manifest are.
  public interface Blobs {
    /// The bytes; the bundle checks size and digest itself.
    byte[] read(Descriptor blob) throws IOException;
  }

  /// Reads a bundle and checks every byte of it.
  ///
  /// @param expected what the manifest's digest must be
  /// @throws BundleRefused saying which part is not what it says it is
  public static Bundle read(Digest expected, byte[] manifestBytes, Blobs source)
      throws IOException {
    if (!Digest.of(manifestBytes).equals(expected)) {
      throw new BundleRefused(
          "the release's manifest has digest "
              + Digest.of(manifestBytes)
              + " in place of "
              + expected);
    }
    Manifest manifest = Manifest.read(manifestBytes);
    if (!manifest.artifactType().equals(MediaTypes.RELEASE)
        || !manifest.config().mediaType().equals(MediaTypes.DOCUMENT)) {
      throw new BundleRefused(
          "the artifact is of type '" + manifest.artifactType() + "', no release");
    }
    Map<Digest, byte[]> blobs = new TreeMap<>();
    byte[] document = blob(manifest.config(), source, ReleaseDocument.MAX_BYTES);
    blobs.put(manifest.config().digest(), document);
    long left = MAX_LAYERS_BYTES;
    List<ProviderFile> providers = new ArrayList<>();
    for (Descriptor layer : manifest.layers()) {
      if (layer.mediaType().equals(MediaTypes.PROVIDER)) {
        providers.add(provider(layer, providers.size()));
        continue; // too large to be held; whoever needs it reads it by itself
      }
      byte[] bytes = blob(layer, source, Math.min(left, limits().compressedBytes()));
      left -= bytes.length;
      blobs.put(layer.digest(), bytes);
    }
    Release release =
        switch (ReleaseDocument.read(document)) {
          case Reading.Valid(Release valid) -> valid;
          case Reading.Invalid invalid ->
              throw new BundleRefused("the release document: " + invalid.sentence());
        };
    requireLayers(release, manifest);
    return new Bundle(manifestBytes, manifest, release, blobs, providers, Map.of());
  }

  private static ProviderFile provider(Descriptor layer, int before) throws BundleRefused {
    if (before == ProviderFile.MOST || layer.size() > ProviderFile.MOST_BYTES) {
      throw new BundleRefused(
          "the release carries more than %d providers, or one of more than %d bytes"
              .formatted(ProviderFile.MOST, ProviderFile.MOST_BYTES));
    }
    return ProviderFile.of(layer)
        .orElseThrow(
            () -> new BundleRefused("layer " + layer.digest() + " is called like no provider"));
  }

  /// The same bundle, with files that are too large to be held.
  Bundle with(Map<Digest, Path> more) {
    return new Bundle(manifestBytes, manifest, release, blobs, providers, more);
  }

  /// The Terraform providers that it carries, of all platforms.
  public List<ProviderFile> providers() {
    return providers;
  }

  /// The author's file of a layer that is not held; none when the bundle comes from a registry.
  public Optional<Path> file(Digest digest) {
    return Optional.ofNullable(files.get(digest));
  }

  private static byte[] blob(Descriptor blob, Blobs source, long max) throws IOException {
    if (blob.size() > max) {
      throw new BundleRefused(
          "blob " + blob.digest() + " says it has " + blob.size() + " bytes; allowed are " + max);
    }
    byte[] bytes = source.read(blob);
    if (bytes.length != blob.size() || !Digest.of(bytes).equals(blob.digest())) {
      throw new BundleRefused(
          "blob " + blob.digest() + " arrived with other bytes (" + Digest.of(bytes) + ")");
    }
    return bytes;
  }

  private static void requireLayers(Release release, Manifest manifest) throws BundleRefused {
    for (Component component : release.components()) {
      switch (component) {
        case Component.Helm helm -> require(manifest, helm.chart(), component, MediaTypes.CHART);
        case Component.Terraform terraform ->
            require(manifest, terraform.module(), component, MediaTypes.MODULE);
        case Component.Image _ -> {}
      }
    }
  }

  private static void require(Manifest manifest, Digest layer, Component component, String type)
      throws BundleRefused {
    if (manifest.layers().stream()
        .noneMatch(l -> l.digest().equals(layer) && l.mediaType().equals(type))) {
      throw new BundleRefused(
          "component '" + component.name() + "' needs layer " + layer + ", which is not there");
    }
  }

  private static ArchiveLimits limits() {
    return ArchiveLimits.CHART_OR_MODULE;
  }

  /// What the bundle is called and signed by: the digest of its manifest.
  public Digest digest() {
    return Digest.of(manifestBytes);
  }

  /// The exact bytes of the manifest.
  public byte[] manifestBytes() {
    return manifestBytes.clone();
  }

  /// The manifest as data.
  public Manifest manifest() {
    return manifest;
  }

  /// The release as data.
  public Release release() {
    return release;
  }

  /// How another manifest refers to this bundle.
  public Descriptor asSubject() {
    return new Descriptor(MediaTypes.MANIFEST, digest(), manifestBytes.length, "");
  }

  /// Bytes of the config or of a layer.
  ///
  /// @throws BundleRefused when the bundle has no such blob
  public byte[] blob(Digest digest) throws BundleRefused {
    byte[] bytes = blobs.get(digest);
    if (bytes == null) {
      throw new BundleRefused("the release has no blob " + digest);
    }
    return bytes.clone();
  }

  /// The files of a component's chart, below one folder named for the chart.
  public FileTree chart(Component.Helm component) throws IOException {
    return FileTree.unpack(blob(component.chart()), limits());
  }

  /// The files of a component's Terraform root module.
  public FileTree module(Component.Terraform component) throws IOException {
    return FileTree.unpack(blob(component.module()), limits());
  }
}
