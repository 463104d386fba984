package io.bowline.control.review;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.org.Principal;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.control.review.Review.Decision;
import io.bowline.control.review.Reviewed.Incomplete;
import io.bowline.control.review.Reviewed.Recorded;
import io.bowline.control.review.Reviewed.Refused;
import io.bowline.model.id.OrgId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Access reviews. One decides about everybody who has rights at that moment, or about nobody: what
/// came in since whoever reviews looked has to be looked at, too.
@Singleton
public final class Reviews {
  private static final int MOST_SAID = 20;

  private final Transactions transactions;
  private final ReviewStore store;
  private final Revocations revocations;
  private final Audit audit;
  private final Ids ids;

  public Reviews(
      Transactions transactions, ReviewStore store, Revocations revocations, Audit audit, Ids ids) {
    this.transactions = transactions;
    this.store = store;
    this.revocations = revocations;
    this.audit = audit;
    this.ids = ids;
  }

  /// Everybody who may do anything in the organization, in order of subjects.
  public List<Right> rights(OrgId org) {
    return transactions.inOrg(org, tx -> store.rights(tx, org));
  }

  /// Newest first.
  public List<Review> list(OrgId org, Optional<UUID> before, int limit) {
    return transactions.inOrg(org, tx -> store.list(tx, org, before, limit));
  }

  /// Records a review and revokes what it revokes, in the caller's transaction, which whoever is
  /// refused must not commit.
  public Reviewed review(Tx tx, OrgId org, Wish wish, Principal by) {
    revocations.hold(tx, org);
    List<Right> rights = store.rights(tx, org);
    Optional<Reviewed> not = incomplete(wish, rights).or(() -> revoked(tx, org, wish, by));
    if (not.isPresent()) {
      return not.get();
    }
    List<Decision> decisions =
        rights.stream()
            .map(right -> new Decision(right, wish.confirmed().contains(right.subject())))
            .toList();
    var review = new Review(ids.get(), tx.now(), by.actor(), wish.note(), decisions);
    store.insert(tx, org, review);
    String detail =
        "{\"confirmed\":%d,\"revoked\":%d}"
            .formatted(wish.confirmed().size(), wish.revoked().size());
    audit.record(
        tx, org, new AuditEntry(by.actor(), "access.review", review.id().toString(), detail));
    return new Recorded(review);
  }

  private static Optional<Reviewed> incomplete(Wish wish, List<Right> rights) {
    var known = rights.stream().map(Right::subject).collect(Collectors.toSet());
    List<String> undecided =
        known.stream()
            .filter(one -> !wish.confirmed().contains(one) && !wish.revoked().contains(one))
            .sorted()
            .limit(MOST_SAID)
            .toList();
    List<String> unknown =
        Stream.concat(
                Stream.concat(wish.confirmed().stream(), wish.revoked().stream())
                    .filter(one -> !known.contains(one)),
                wish.confirmed().stream().filter(wish.revoked()::contains))
            .distinct()
            .sorted()
            .limit(MOST_SAID)
            .toList();
    return undecided.isEmpty() && unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(new Incomplete(undecided, unknown));
  }

  private Optional<Reviewed> revoked(Tx tx, OrgId org, Wish wish, Principal by) {
    return wish.revoked().stream()
        .sorted()
        .map(subject -> revocations.refusal(tx, org, subject, by))
        .flatMap(Optional::stream)
        .findFirst()
        .map(Refused::new);
  }
}
