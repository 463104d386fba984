package io.bowline.control.artifact;

import io.bowline.control.attachment.AttachmentShelf;
import io.bowline.model.artifact.Digest;
import io.bowline.registry.Admission;
import io.bowline.registry.Caller;
import io.bowline.registry.OciRequest;
import io.bowline.registry.OciResponse;
import io.bowline.registry.Right;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/// The control plane reads its own registry as a puller would.
@Singleton
public final class VendorShelf implements AttachmentShelf {
  private static final int LARGEST_MANIFEST = 4 * 1024 * 1024;
  private static final int OK = 200;

  private final Artifacts artifacts;

  public VendorShelf(Artifacts artifacts) {
    this.artifacts = artifacts;
  }

  @Override
  public Optional<byte[]> manifest(String repository, Digest digest) {
    return tagged(repository, digest.toString());
  }

  @Override
  public Optional<byte[]> tagged(String repository, String tag) {
    return read("/v2/%s/manifests/%s".formatted(repository, tag), LARGEST_MANIFEST);
  }

  @Override
  public Optional<byte[]> referrers(String repository, Digest subject) {
    return read("/v2/%s/referrers/%s".formatted(repository, subject), LARGEST_MANIFEST);
  }

  @Override
  public Optional<byte[]> blob(String repository, Digest digest, int limit) {
    return read("/v2/%s/blobs/%s".formatted(repository, digest), limit);
  }

  private Optional<byte[]> read(String path, int limit) {
    var request = new OciRequest("GET", path, "", Map.of(), InputStream.nullInputStream());
    try (OciResponse response = artifacts.answer(request, new Puller())) {
      if (response.status() != OK || response.length() > limit) {
        return Optional.empty();
      }
      var bytes = new ByteArrayOutputStream();
      response.writeTo(bytes);
      return Optional.of(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("the artifact folder cannot be read", e);
    }
  }

  /// May read everything and change nothing.
  private static final class Puller implements Caller {
    @Override
    public Admission enter() {
      return new Admission.Granted();
    }

    @Override
    public boolean followsRedirects() {
      return false;
    }

    @Override
    public Admission may(Right right, String repository) {
      return right == Right.PULL ? new Admission.Granted() : new Admission.Denied();
    }
  }
}
