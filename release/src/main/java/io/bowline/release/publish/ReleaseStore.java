package io.bowline.release.publish;

import io.bowline.model.artifact.Digest;
import io.bowline.release.bundle.Bundle;
import io.bowline.release.bundle.BundleRefused;
import io.bowline.release.bundle.Descriptor;
import io.bowline.release.bundle.Manifest;
import io.bowline.release.bundle.MediaTypes;
import io.bowline.release.registry.RegistryClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Releases in one repository of a registry.
public final class ReleaseStore {
  private static final int MAX_ENVELOPES = 100;
  private static final int MAX_ENVELOPE_BYTES = 256 * 1024;
  private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);

  private final RegistryClient registry;
  private final String repository;

  public ReleaseStore(RegistryClient registry, String repository) {
    this.registry = registry;
    this.repository = repository;
  }

  /// Puts a bundle: blobs first, then the manifest by digest, then its version as a tag.
  ///
  /// A version that is there with another digest is never replaced.
  public void push(Bundle bundle) throws IOException {
    String tag = tag(bundle.release().version());
    Optional<Digest> present = registry.digest(repository, tag);
    if (present.isPresent() && !present.get().equals(bundle.digest())) {
      throw new BundleRefused(
          "%s:%s is already published as %s; a release never changes, give the new one a new version"
              .formatted(repository, tag, present.get()));
    }
    registry.putBlob(repository, bundle.blob(bundle.manifest().config().digest()));
    for (Descriptor layer : bundle.manifest().layers()) {
      Optional<Path> file = bundle.file(layer.digest());
      if (file.isPresent()) {
        registry.putBlob(
            repository, layer.digest(), layer.size(), () -> Files.newInputStream(file.get()));
      } else {
        registry.putBlob(repository, bundle.blob(layer.digest()));
      }
    }
    registry.putManifest(
        repository, bundle.digest().toString(), MediaTypes.MANIFEST, bundle.manifestBytes());
    registry.putManifest(repository, tag, MediaTypes.MANIFEST, bundle.manifestBytes());
  }

  /// Attaches an envelope to a release that is there.
  ///
  /// @return digest of the manifest that carries it
  public Digest attach(Bundle bundle, byte[] envelope) throws IOException {
    return attach(bundle, MediaTypes.SIGNATURE, envelope);
  }

  /// Attaches a signed trust root: who trusts the one before it takes it with this release.
  ///
  /// @return digest of the manifest that carries it
  public Digest attachRoot(Bundle bundle, byte[] signed) throws IOException {
    return attach(bundle, MediaTypes.TRUST_ROOT, signed);
  }

  /// Attaches a bill of materials or the like; the same one again adds nothing.
  ///
  /// @return digest of the manifest that carries it
  public Digest attach(Bundle bundle, Attachment attachment) throws IOException {
    String type = attachment.kind().mediaType();
    byte[] bytes = attachment.bytes();
    return attach(
        bundle,
        type,
        new Descriptor(type, Digest.of(bytes), bytes.length, attachment.title()),
        bytes);
  }

  private Digest attach(Bundle bundle, String type, byte[] envelope) throws IOException {
    return attach(
        bundle,
        type,
        new Descriptor(MediaTypes.ENVELOPE, Digest.of(envelope), envelope.length, ""),
        envelope);
  }

  private Digest attach(Bundle bundle, String type, Descriptor layer, byte[] content)
      throws IOException {
    Manifest manifest =
        new Manifest(
            type,
            new Descriptor(MediaTypes.EMPTY, Digest.of(EMPTY), EMPTY.length, ""),
            List.of(layer),
            Optional.of(bundle.asSubject()),
            Map.of());
    registry.putBlob(repository, EMPTY);
    registry.putBlob(repository, content);
    byte[] bytes = manifest.write();
    registry.putReferrer(repository, bundle.digest(), MediaTypes.MANIFEST, type, bytes);
    return Digest.of(bytes);
  }

  /// Gets a release and its envelopes.
  ///
  /// @throws BundleRefused when a byte of it is not what its digest says
  public Pulled pull(Digest release) throws IOException {
    byte[] manifest = required(release);
    Bundle bundle =
        Bundle.read(
            release, manifest, blob -> registry.blob(repository, blob.digest(), blob.size()));
    return new Pulled(
        bundle,
        envelopes(release, MediaTypes.SIGNATURE),
        envelopes(release, MediaTypes.TRUST_ROOT));
  }

  /// The digest that a version is published under.
  public Optional<Digest> find(String version) throws IOException {
    return registry.digest(repository, tag(version));
  }

  private List<byte[]> envelopes(Digest release, String type) throws IOException {
    List<byte[]> envelopes = new ArrayList<>();
    for (RegistryClient.Referrer referrer : registry.referrers(repository, release, type)) {
      if (envelopes.size() == MAX_ENVELOPES) {
        break; // enough for any rotation; a registry cannot make a runner read without end
      }
      Manifest manifest = Manifest.read(required(referrer.digest()));
      Optional<Descriptor> layer = manifest.layer(MediaTypes.ENVELOPE);
      if (layer.isPresent() && layer.get().size() <= MAX_ENVELOPE_BYTES) {
        envelopes.add(registry.blob(repository, layer.get().digest(), layer.get().size()));
      }
    }
    return envelopes;
  }

  private byte[] required(Digest manifest) throws IOException {
    return registry
        .manifest(repository, manifest.toString())
        .orElseThrow(() -> new BundleRefused(repository + " has no manifest " + manifest));
  }

  /// A version as a tag, which has no `+`.
  private static String tag(String version) {
    return version.replace('+', '_');
  }
}
