package io.bowline.control.edge.http;

import io.bowline.control.account.Bearers;
import io.bowline.control.audit.Whence;
import io.bowline.control.edge.http.address.Origin;
import io.bowline.control.org.Entry;
import io.bowline.control.org.Principal;
import io.bowline.control.secret.Secret;
import io.bowline.control.staff.StaffAccesses;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import jakarta.enterprise.context.RequestScoped;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who makes this request and in which organization; set once the token has been read.
@RequestScoped
public class Caller {
  private final Bearers bearers;
  private final StaffAccesses accesses;
  private final Origin origin;
  private @Nullable Principal principal;
  private @Nullable Secret token;
  private @Nullable OrgId org;

  Caller(Bearers bearers, StaffAccesses accesses, Origin origin) {
    this.bearers = bearers;
    this.accesses = accesses;
    this.origin = origin;
  }

  void is(Principal known, Secret by) {
    this.principal = known;
    this.token = by;
  }

  void in(OrgId organization) {
    this.org = organization;
  }

  /// Who it is.
  public Principal principal() {
    return Objects.requireNonNull(principal, "the request was not authenticated");
  }

  /// The member who calls, about themselves.
  ///
  /// @throws IllegalStateException when the operation is not said to be for persons
  public Principal.Holder person() {
    if (principal() instanceof Principal.Member member && member.holder().isPresent()) {
      return member.holder().get();
    }
    throw new IllegalStateException("the operation is for persons, but does not say so");
  }

  /// The session that the request came in by; empty when it was a token.
  public Optional<TokenId> session() {
    return principal() instanceof Principal.Member member
            && member.proof() == Principal.Proof.SESSION
        ? Optional.of(member.token())
        : Optional.empty();
  }

  /// Where the request comes from.
  public Whence whence() {
    Principal known = principal;
    Whence from = origin.whence();
    return known == null ? from : from.by(known.credential());
  }

  /// The organization of the path, which the caller may enter.
  public OrgId org() {
    return Objects.requireNonNull(org, "the path names no organization");
  }

  /// As the audit names the caller.
  public String actor() {
    return principal().actor();
  }

  /// Asks whether the token is still good, and the access of staff lasts, after the request: for
  /// streams within an organization.
  public Welcome welcome() {
    Secret held = Objects.requireNonNull(token);
    OrgId within = org();
    return () -> bearers.of(held).filter(known -> mayStay(known, within)).isPresent();
  }

  private boolean mayStay(Principal known, OrgId within) {
    return switch (known) {
      case Principal.Member _ -> true;
      case Principal.Staff _ -> accesses.entry(within, known) != Entry.NONE;
    };
  }

  /// Whether a caller's token is still good.
  public interface Welcome {
    boolean lasts();
  }
}
