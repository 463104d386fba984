package io.bowline.registry.storage;

import io.bowline.model.artifact.Digest;
import java.util.List;
import java.util.Optional;

/// What is recorded of a manifest beside its bytes.
///
/// @param needs blobs without which it is not kept
/// @param referrer the entry it makes in its subject's referrers list
/// @param tags names to point at it in the same push
public record ManifestPush(
    Digest digest,
    String mediaType,
    List<Digest> needs,
    Optional<Referrer> referrer,
    List<String> tags) {
  public ManifestPush {
    needs = List.copyOf(needs);
    tags = List.copyOf(tags);
  }

  /// An entry of a subject's referrers list.
  ///
  /// @param descriptor the entry as JSON text
  public record Referrer(Digest subject, String descriptor) {}
}
