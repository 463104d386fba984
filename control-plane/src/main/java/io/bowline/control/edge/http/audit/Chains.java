package io.bowline.control.edge.http.audit;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.ChainLink;
import io.bowline.control.edge.http.Page;
import io.bowline.control.edge.http.PageRequest;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads whoever's chain it is, page by page or along the whole.
@Singleton
final class Chains {
  private final Transactions transactions;
  private final Audit audit;

  Chains(Transactions transactions, Audit audit) {
    this.transactions = transactions;
    this.audit = audit;
  }

  /// @param order `newest` first, as without it, or `oldest`
  Page<AuditView> page(OrgId org, @Nullable String order, PageRequest page) {
    boolean oldestFirst = oldestFirst(order);
    Optional<Long> from =
        page.after().isEmpty() ? Optional.empty() : Optional.of(number(page.after()));
    return Page.of(
        transactions.inOrg(org, tx -> read(tx, org, oldestFirst, from, page.oneMore())),
        page,
        AuditView::of,
        link -> Long.toString(link.number()));
  }

  VerificationView verify(OrgId org) {
    return VerificationView.of(transactions.inOrg(org, tx -> audit.verify(tx, org)));
  }

  private List<ChainLink> read(
      Tx tx, OrgId org, boolean oldestFirst, Optional<Long> from, int limit) {
    return oldestFirst
        ? audit.after(tx, org, from.orElse(0L), limit)
        : audit.before(tx, org, from.orElse(Long.MAX_VALUE), limit);
  }

  private static boolean oldestFirst(@Nullable String order) {
    return switch (order == null ? "newest" : order) {
      case "newest" -> false;
      case "oldest" -> true;
      default -> throw ProblemException.invalid("order", "must be newest or oldest");
    };
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw ProblemException.invalid("cursor", "is not one that was handed out");
    }
  }
}
