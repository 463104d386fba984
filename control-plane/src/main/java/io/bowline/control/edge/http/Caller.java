package io.bowline.control.edge.http;

import io.bowline.control.org.Principal;
import io.bowline.control.org.Tokens;
import io.bowline.control.secret.Secret;
import io.bowline.model.id.OrgId;
import jakarta.enterprise.context.RequestScoped;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Who makes this request and in which organization; set once the token has been read.
@RequestScoped
public class Caller {
  private final Tokens tokens;
  private @Nullable Principal principal;
  private @Nullable Secret token;
  private @Nullable OrgId org;

  Caller(Tokens tokens) {
    this.tokens = tokens;
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

  /// The organization of the path, which the caller may enter.
  public OrgId org() {
    return Objects.requireNonNull(org, "the path names no organization");
  }

  /// As the audit names the caller.
  public String actor() {
    return principal().actor();
  }

  /// Asks whether the token is still good, after the request: for streams.
  public Welcome welcome() {
    Secret held = Objects.requireNonNull(token);
    return () -> tokens.bearer(held).isPresent();
  }

  /// Whether a caller's token is still good.
  public interface Welcome {
    boolean lasts();
  }
}
