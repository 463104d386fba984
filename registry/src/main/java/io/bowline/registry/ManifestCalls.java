package io.bowline.registry;

import io.bowline.model.artifact.Digest;
import io.bowline.model.artifact.ImageReference;
import io.bowline.registry.manifest.InvalidManifest;
import io.bowline.registry.manifest.ManifestText;
import io.bowline.registry.storage.Holding;
import io.bowline.registry.storage.ManifestPush;
import io.bowline.registry.storage.Repository;
import io.bowline.registry.storage.Storage;
import io.bowline.registry.storage.StoredManifest;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// Reading, pushing and removing manifests and tags.
///
/// A manifest is refused while a blob of it is missing. An index may come before its children or
/// without some of them: so a copy of chosen platforms keeps the index's digest, and with it what
/// was signed.
final class ManifestCalls {
  private static final int MAX_TAGS = 100;
  private final Storage storage;
  private final Limits limits;
  private final Quotas quotas;

  ManifestCalls(Storage storage, Limits limits, Quotas quotas) {
    this.quotas = quotas;
    this.storage = storage;
    this.limits = limits;
  }

  OciResponse get(Call call, String repository, String reference) throws Refusal, IOException {
    Repository where = storage.repository(repository);
    Optional<Digest> digest = resolve(where, reference);
    Optional<StoredManifest> found =
        digest.isPresent() ? where.manifest(digest.get()) : Optional.empty();
    StoredManifest manifest = found.orElseThrow(ManifestCalls::unknown);
    Digest address = manifest.content().digest();
    if (call.unchanged(address)) {
      return OciResponse.empty(304).with("ETag", Call.etag(address));
    }
    return OciResponse.stream(200, manifest.content().size(), manifest.content().open(0))
        .with("Content-Type", manifest.mediaType())
        .with("Docker-Content-Digest", address.toString())
        .with("ETag", Call.etag(address));
  }

  OciResponse put(Call call, String repository, String reference) throws Refusal, IOException {
    byte[] bytes = body(call);
    Digest digest = addressOf(reference, bytes);
    List<String> tags = tags(call, reference);
    ManifestText text = read(call, bytes);
    Optional<ManifestPush.Referrer> referrer =
        text.subject()
            .map(subject ->
                new ManifestPush.Referrer(subject, text.descriptor(digest, bytes.length)));
    List<Digest> needs = List.copyOf(new LinkedHashSet<>(text.blobs()));
    List<Digest> missing =
        keep(repository, new ManifestPush(digest, text.mediaType(), needs, referrer, tags), bytes);
    if (!missing.isEmpty()) {
      throw new Refusal(
          ErrorCode.MANIFEST_BLOB_UNKNOWN.status(),
          ErrorCode.MANIFEST_BLOB_UNKNOWN,
          "push this blob to the repository first",
          missing.stream().map(Digest::toString).toList());
    }
    OciResponse response =
        OciResponse.empty(201)
            .with("Location", "/v2/" + repository + "/manifests/" + digest)
            .with("Docker-Content-Digest", digest.toString());
    text.subject().ifPresent(subject -> response.with("OCI-Subject", subject.toString()));
    return isDigest(reference) && !tags.isEmpty()
        ? response.with("OCI-Tag", String.join(", ", tags))
        : response;
  }

  private List<Digest> keep(String repository, ManifestPush push, byte[] bytes)
      throws Refusal, IOException {
    Quotas.Claim.Granted claim =
        Call.granted(
            quotas.claim(
                repository, Holding.manifest(push.digest()), bytes.length, Optional.empty()));
    boolean kept = false;
    try {
      List<Digest> missing = storage.repository(repository).keep(push, bytes);
      kept = missing.isEmpty();
      return missing;
    } finally {
      claim.ended(kept);
    }
  }

  OciResponse delete(String repository, String reference) throws Refusal, IOException {
    Repository where = storage.repository(repository);
    boolean was =
        isDigest(reference)
            ? drop(where, Call.digest(reference))
            : ImageReference.isTag(reference) && where.dropTag(reference);
    if (!was) {
      throw unknown();
    }
    return OciResponse.empty(202);
  }

  private boolean drop(Repository where, Digest digest) throws IOException {
    boolean was = dropManifest(where, digest);
    if (was) {
      quotas.dropped(where.name(), List.of(Holding.manifest(digest)));
    }
    return was;
  }

  private static boolean dropManifest(Repository where, Digest digest) throws IOException {
    Optional<StoredManifest> manifest = where.manifest(digest);
    if (manifest.isEmpty()) {
      return false;
    }
    try (InputStream in = manifest.get().content().open(0)) {
      Optional<String> type = Optional.of(manifest.get().mediaType());
      return where.dropManifest(digest, ManifestText.read(type, in.readAllBytes()).subject());
    } catch (InvalidManifest e) {
      throw new IOException("the stored manifest " + digest + " can no longer be read", e);
    }
  }

  private byte[] body(Call call) throws Refusal, IOException {
    long declared = call.declaredLength();
    byte[] bytes =
        declared > limits.manifestBytes()
            ? new byte[0]
            : call.request().body().readNBytes(limits.manifestBytes() + 1);
    if (declared > limits.manifestBytes() || bytes.length > limits.manifestBytes()) {
      throw new Refusal(
          413,
          ErrorCode.MANIFEST_INVALID,
          "a manifest has at most " + limits.manifestBytes() + " bytes here");
    }
    if (declared >= 0 && declared != bytes.length) {
      throw new Refusal(
          ErrorCode.SIZE_INVALID,
          bytes.length + " bytes came where Content-Length says " + declared);
    }
    return bytes;
  }

  private static Digest addressOf(String reference, byte[] bytes) throws Refusal {
    if (!isDigest(reference)) {
      return Digest.of(bytes);
    }
    Digest wanted = Call.digest(reference);
    MessageDigest hash = wanted.algorithm().hash();
    hash.update(bytes);
    Digest actual = Digest.finish(wanted.algorithm(), hash);
    if (!actual.equals(wanted)) {
      throw new Refusal(
          ErrorCode.DIGEST_INVALID, "the manifest received is " + actual + ", not " + wanted);
    }
    return actual;
  }

  private static List<String> tags(Call call, String reference) throws Refusal {
    LinkedHashSet<String> tags = new LinkedHashSet<>();
    if (isDigest(reference)) {
      tags.addAll(call.query().all("tag"));
    } else {
      tags.add(reference);
    }
    if (tags.size() > MAX_TAGS) {
      throw new Refusal(414, ErrorCode.MANIFEST_INVALID, "at most " + MAX_TAGS + " tags at once");
    }
    for (String tag : tags) {
      if (!ImageReference.isTag(tag)) {
        throw new Refusal(
            ErrorCode.MANIFEST_INVALID,
            "a tag is 1 to 128 of [a-zA-Z0-9._-], not " + About.cut(tag));
      }
    }
    return List.copyOf(tags);
  }

  private static ManifestText read(Call call, byte[] bytes) throws Refusal {
    try {
      return ManifestText.read(call.request().header("content-type"), bytes);
    } catch (InvalidManifest e) {
      throw new Refusal(ErrorCode.MANIFEST_INVALID, String.valueOf(e.getMessage()));
    }
  }

  private static Optional<Digest> resolve(Repository where, String reference)
      throws Refusal, IOException {
    if (isDigest(reference)) {
      return Optional.of(Call.digest(reference));
    }
    return ImageReference.isTag(reference) ? where.tagged(reference) : Optional.empty();
  }

  private static boolean isDigest(String reference) {
    return reference.indexOf(':') >= 0;
  }

  private static Refusal unknown() {
    return new Refusal(ErrorCode.MANIFEST_UNKNOWN, "the repository has no such manifest");
  }
}
