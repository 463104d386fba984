package io.bowline.control.catalog;

import io.bowline.control.catalog.Publication.Refused;
import io.bowline.control.platform.Tx;
import io.bowline.model.artifact.Digest;
import io.bowline.release.bundle.BundleRefused;
import io.bowline.release.bundle.Manifest;
import io.bowline.release.bundle.MediaTypes;
import io.bowline.release.document.Reading;
import io.bowline.release.document.ReleaseDocument;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Takes a release into the catalogue as its artifact says it, never as the caller does.
@ApplicationScoped
public class Publishing {
  private final ReleaseShelf shelf;
  private final Catalog catalog;

  public Publishing(ReleaseShelf shelf, Catalog catalog) {
    this.shelf = shelf;
    this.catalog = catalog;
  }

  /// Publishes what lies in the registry under this digest, in the vendor's transaction.
  ///
  /// @param by as the audit names them
  public Publication publish(Tx tx, String repository, Digest digest, String by) {
    Optional<byte[]> bytes = shelf.manifest(repository, digest);
    if (bytes.isEmpty()) {
      return new Refused(
          "artifact-missing",
          "%s has no manifest %s; push the release first".formatted(repository, digest));
    }
    try {
      Manifest manifest = Manifest.read(bytes.get());
      Optional<byte[]> document =
          shelf.blob(repository, manifest.config().digest(), ReleaseDocument.MAX_BYTES);
      if (!manifest.artifactType().equals(MediaTypes.RELEASE) || document.isEmpty()) {
        return new Refused("not-a-release", "%s in %s is no release".formatted(digest, repository));
      }
      return publish(tx, repository, digest, document.get(), by);
    } catch (BundleRefused e) {
      return new Refused("not-a-release", "the artifact is no release: " + e.getMessage());
    }
  }

  private Publication publish(Tx tx, String repository, Digest digest, byte[] document, String by) {
    return switch (ReleaseDocument.read(document)) {
      case Reading.Valid(var release) ->
          catalog.publish(
              tx,
              new Catalog.Wanted(
                  digest, repository, release, new String(document, StandardCharsets.UTF_8)),
              by);
      case Reading.Invalid(var problems) ->
          new Refused("document-invalid", "the release document is wrong: " + problems.getFirst());
    };
  }
}
