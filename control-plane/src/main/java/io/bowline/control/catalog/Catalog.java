package io.bowline.control.catalog;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.catalog.Publication.AlreadyThere;
import io.bowline.control.catalog.Publication.Published;
import io.bowline.control.catalog.Publication.Refused;
import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.OrgId;
import io.bowline.model.release.Release;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The vendor's releases, and who is entitled to them.
///
/// The control plane records a release; it cannot make one: the signature is checked by every
/// runner under its own trust root (invariant 5).
@ApplicationScoped
public class Catalog {
  static final SystemTask TASK = new SystemTask("catalog");

  private final Transactions transactions;
  private final CatalogStore store;
  private final Audit audit;

  public Catalog(Transactions transactions, CatalogStore store, Audit audit) {
    this.audit = audit;
    this.transactions = transactions;
    this.store = store;
  }

  /// Records a release whose artifact is in the registry.
  ///
  /// @param document the release document as it stands in the artifact
  /// @param by as the audit names them
  public Publication publish(
      Digest digest, String repository, Release release, String document, String by) {
    return transactions.inOrg(
        Audit.VENDOR, tx -> publish(tx, new Wanted(digest, repository, release, document), by));
  }

  /// A release that is to be published.
  ///
  /// @param document the release document as it stands in the artifact
  public record Wanted(Digest digest, String repository, Release release, String document) {}

  /// The same in the caller's transaction, which is the vendor's.
  public Publication publish(Tx tx, Wanted wanted, String by) {
    Digest digest = wanted.digest();
    Release release = wanted.release();
    Optional<PublishedRelease> same = store.find(tx, digest);
    if (same.isPresent()) {
      return new AlreadyThere(same.get());
    }
    if (store.byVersion(tx, release.product(), release.version()).isPresent()) {
      return new Refused(
          "version-taken",
          "%s %s is published with other content; a release never changes, publish a new version"
              .formatted(release.product(), release.version()));
    }
    long highest = store.highestSequence(tx, release.product());
    if (release.sequence() <= highest) {
      return new Refused(
          "sequence-too-low",
          "sequence %d of %s is not above %d, the highest published; runners would refuse it"
              .formatted(release.sequence(), release.product(), highest));
    }
    store.insert(tx, published(tx, digest, wanted.repository(), release), wanted.document());
    audit.record(tx, Audit.VENDOR, new AuditEntry(by, "release.publish", digest.toString()));
    return new Published(store.find(tx, digest).orElseThrow());
  }

  private PublishedRelease published(Tx tx, Digest digest, String repository, Release release) {
    return new PublishedRelease(
        digest,
        release.product(),
        release.version(),
        release.sequence(),
        repository,
        Optional.empty(),
        tx.now());
  }

  public Optional<PublishedRelease> find(Digest digest) {
    return transactions.asSystem(TASK, tx -> store.find(tx, digest));
  }

  public Optional<PublishedRelease> find(Tx tx, Digest digest) {
    return store.find(tx, digest);
  }

  /// The release, when this organization is entitled to its product. Until the transaction ends
  /// nobody yanks it, nor takes that back: what follows from the answer is true at its commit.
  public Optional<PublishedRelease> entitled(Tx tx, OrgId org, Digest digest) {
    return store.share(tx, digest).filter(release -> store.entitled(tx, org, release.product()));
  }

  /// A release, when this organization is entitled to its product.
  public Optional<PublishedRelease> openTo(OrgId org, Digest digest) {
    return transactions.inOrg(
        org,
        tx -> store.find(tx, digest).filter(release -> store.entitled(tx, org, release.product())));
  }

  /// Releases of the products that an organization is entitled to, newest first.
  public List<PublishedRelease> openTo(
      OrgId org, Optional<String> product, Optional<Digest> before, int limit) {
    return transactions.inOrg(
        org,
        tx -> {
          List<String> open =
              store.entitlements(tx, org).stream()
                  .filter(name -> product.isEmpty() || product.get().equals(name))
                  .toList();
          return store.list(tx, open, before, limit);
        });
  }

  public Optional<PublishedRelease> byVersion(Tx tx, String product, String version) {
    return store.byVersion(tx, product, version);
  }

  public Optional<String> document(Digest digest) {
    return transactions.asSystem(TASK, tx -> store.document(tx, digest));
  }

  /// Names of a release's components, in order.
  public List<String> components(Tx tx, Digest digest) {
    return store.components(tx, digest);
  }

  public Optional<PublishedRelease> byVersion(String product, String version) {
    return transactions.asSystem(TASK, tx -> store.byVersion(tx, product, version));
  }

  /// Newest first.
  public List<PublishedRelease> list(Optional<String> product, Optional<Digest> before, int limit) {
    return transactions.asSystem(
        TASK,
        tx ->
            product
                .map(name -> store.list(tx, List.of(name), before, limit))
                .orElseGet(() -> store.list(tx, before, limit)));
  }

  public void entitle(OrgId org, String product, String by) {
    transactions.inOrg(
        org,
        tx -> {
          store.entitle(tx, org, product);
          audit.record(tx, org, new AuditEntry(by, "entitlement.grant", product));
          return true;
        });
  }

  public boolean entitled(OrgId org, String product) {
    return transactions.inOrg(org, tx -> store.entitled(tx, org, product));
  }

  /// Manifests of a repository that must stay, tagged or not: releases, also those taken back, as
  /// installs may run them or return to them, and the images that they name.
  public Set<Digest> needed(String repository) {
    return transactions.asSystem(TASK, tx -> store.needed(tx, repository));
  }

  /// Whether this organization may read a repository of the artifact registry.
  public boolean entitledToRepository(OrgId org, String repository) {
    return transactions.inOrg(org, tx -> store.entitledToRepository(tx, org, repository));
  }

  public List<String> entitlements(OrgId org) {
    return transactions.inOrg(org, tx -> entitlements(tx, org));
  }

  public List<String> entitlements(Tx tx, OrgId org) {
    return store.entitlements(tx, org);
  }
}
