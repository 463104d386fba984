package io.bowline.control.edge.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.ChainLink;
import io.bowline.control.audit.Verification;
import io.bowline.control.audit.Whence;
import io.bowline.control.org.Scope;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What was done in an organization.
@Path("/api/v1/organizations/{org}/audit")
@Tag(name = "audit")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@RunOnVirtualThread
@Needs(Scope.ADMIN)
public class AuditResource {
  private final Transactions transactions;
  private final Audit audit;
  private final Caller caller;

  AuditResource(Transactions transactions, Audit audit, Caller caller) {
    this.transactions = transactions;
    this.audit = audit;
    this.caller = caller;
  }

  /// An entry as the API shows it: all that its hash is made of.
  ///
  /// @param version of the entry: 2 has source, program and credential, 1 has not
  /// @param source the address that it was done from; empty for what was done from inside
  /// @param program what the caller's program said it is
  /// @param credential what proved who it was, as `session/<id>` or `token/<id>`
  /// @param previous hash of the entry before; empty for the first
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record AuditView(
      String org,
      long number,
      Instant at,
      String actor,
      String action,
      String subject,
      String detail,
      int version,
      @Nullable String source,
      @Nullable String program,
      @Nullable String credential,
      String previous,
      String hash) {
    static AuditView of(ChainLink link) {
      return new AuditView(
          link.org().toString(),
          link.number(),
          link.at(),
          link.entry().actor(),
          link.entry().action(),
          link.entry().subject(),
          link.entry().detail(),
          link.from().isPresent() ? 2 : 1,
          link.from().map(Whence::source).orElse(null),
          link.from().map(Whence::program).orElse(null),
          link.from().map(Whence::credential).orElse(null),
          link.previous(),
          link.hash());
    }
  }

  /// What a walk along the chain found.
  ///
  /// @param reason why it is not intact; absent when it is
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record VerificationView(boolean intact, long entries, @Nullable String reason) {}

  @GET
  @Operation(summary = "List what was done, newest first, or from the oldest on (order=oldest)")
  public Page<AuditView> list(
      @QueryParam("order") @Nullable String order,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable Integer limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    Optional<Long> from =
        page.after().isEmpty() ? Optional.empty() : Optional.of(number(page.after()));
    return Page.of(
        transactions.inOrg(caller.org(), tx -> read(tx, oldestFirst(order), from, page.oneMore())),
        page,
        AuditView::of,
        link -> Long.toString(link.number()));
  }

  private List<ChainLink> read(Tx tx, boolean oldestFirst, Optional<Long> from, int limit) {
    return oldestFirst
        ? audit.after(tx, caller.org(), from.orElse(0L), limit)
        : audit.before(tx, caller.org(), from.orElse(Long.MAX_VALUE), limit);
  }

  private static boolean oldestFirst(@Nullable String order) {
    return switch (order == null ? "newest" : order) {
      case "newest" -> false;
      case "oldest" -> true;
      default -> throw ProblemException.invalid("order", "must be newest or oldest");
    };
  }

  @GET
  @Path("verification")
  @Operation(summary = "Walk the chain and say whether it holds")
  public VerificationView verify() {
    Verification found = transactions.inOrg(caller.org(), tx -> audit.verify(tx, caller.org()));
    return switch (found) {
      case Verification.Intact(long entries) -> new VerificationView(true, entries, null);
      case Verification.Broken(long number, String reason) ->
          new VerificationView(false, number - 1, "entry " + number + ": " + reason);
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
