package io.bowline.control.catalog;

import io.bowline.control.platform.Tx;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.OrgId;
import java.util.List;
import java.util.Optional;

/// Where releases, channels and entitlements are kept.
public interface CatalogStore {
  void insert(Tx tx, PublishedRelease release, String document);

  Optional<PublishedRelease> find(Tx tx, Digest digest);

  /// The document as it was published; JSON text.
  Optional<String> document(Tx tx, Digest digest);

  /// Names of its components, in order; none when there is no such release.
  List<String> components(Tx tx, Digest digest);

  long highestSequence(Tx tx, String product);

  Optional<PublishedRelease> byVersion(Tx tx, String product, String version);

  /// Newest first.
  List<PublishedRelease> list(Tx tx, Optional<String> product, Optional<Digest> before, int limit);

  void point(Tx tx, String product, String name, Digest release, String by);

  Optional<Channel> channel(Tx tx, String product, String name);

  List<Channel> channels(Tx tx);

  void entitle(Tx tx, OrgId org, String product);

  boolean entitled(Tx tx, OrgId org, String product);

  List<String> entitlements(Tx tx, OrgId org);

  /// Whether a release of a product that this organization is entitled to lives in the repository,
  /// or needs an image from it.
  boolean entitledToRepository(Tx tx, OrgId org, String repository);
}
