package io.bowline.control.catalog;

import io.bowline.control.platform.Tx;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.OrgId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where releases and entitlements are kept.
public interface CatalogStore {
  void insert(Tx tx, PublishedRelease release, String document);

  Optional<PublishedRelease> find(Tx tx, Digest digest);

  /// The document as it was published; JSON text.
  Optional<String> document(Tx tx, Digest digest);

  /// Names of its components, in order; none when there is no such release.
  List<String> components(Tx tx, Digest digest);

  long highestSequence(Tx tx, String product);

  Optional<PublishedRelease> byVersion(Tx tx, String product, String version);

  /// Of every product, newest first.
  List<PublishedRelease> list(Tx tx, Optional<Digest> before, int limit);

  /// Of these products, newest first.
  List<PublishedRelease> list(
      Tx tx, Collection<String> products, Optional<Digest> before, int limit);

  /// The release, which nobody yanks until the transaction ends.
  Optional<PublishedRelease> share(Tx tx, Digest digest);

  /// The release, locked until the transaction ends.
  Optional<PublishedRelease> lock(Tx tx, Digest digest);

  void yank(Tx tx, Digest digest, String reason, String by);

  void unyank(Tx tx, Digest digest);

  void entitle(Tx tx, OrgId org, String product);

  boolean entitled(Tx tx, OrgId org, String product);

  List<String> entitlements(Tx tx, OrgId org);

  /// Manifests of a repository that are releases, or images of one.
  Set<Digest> needed(Tx tx, String repository);

  /// Whether a release of a product that this organization is entitled to lives in the repository,
  /// or needs an image from it.
  boolean entitledToRepository(Tx tx, OrgId org, String repository);
}
