package io.bowline.control.edge.http.member;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.Page;
import io.bowline.control.edge.http.PageRequest;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.edge.http.Repeats;
import io.bowline.control.org.Issued.Granted;
import io.bowline.control.org.Issued.Refused;
import io.bowline.control.org.NewToken;
import io.bowline.control.org.Scope;
import io.bowline.control.org.Token;
import io.bowline.control.org.Tokens;
import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Secret;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.TokenId;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// API tokens of an organization.
@Path("/api/v1/organizations/{org}/tokens")
@Tag(name = "tokens")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Blocking
@RunOnVirtualThread
@Needs(Scope.ADMIN)
public class TokenResource {
  private final Tokens tokens;
  private final Repeats repeats;
  private final Caller caller;

  TokenResource(Tokens tokens, Repeats repeats, Caller caller) {
    this.tokens = tokens;
    this.repeats = repeats;
    this.caller = caller;
  }

  /// A wish for a token.
  ///
  /// @param expiresInSeconds absent for a token that lives until it is revoked
  public record TokenWish(
      @Nullable String name, @Nullable List<String> scopes, @Nullable Long expiresInSeconds) {}

  /// A token as the API shows it.
  ///
  /// @param member whose it is; absent for one of the organization itself
  /// @param token its text, in the answer that made it and nowhere else
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record TokenView(
      String id,
      String name,
      List<String> scopes,
      String createdBy,
      @Nullable String member,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable Instant revokedAt,
      @Nullable String token) {
    static TokenView of(Token token) {
      return of(token, null);
    }

    private static TokenView of(Token token, @Nullable String text) {
      return new TokenView(
          token.id().toString(),
          token.name(),
          token.scopes().stream().map(Scope::text).sorted().toList(),
          token.origin().by(),
          token.origin().holder().map(MemberId::toString).orElse(null),
          token.createdAt(),
          token.expiresAt().orElse(null),
          token.revokedAt().orElse(null),
          text);
    }
  }

  @POST
  @Operation(summary = "Issue a token; its text is shown this once")
  public Response create(TokenWish wish, @HeaderParam("Idempotency-Key") @Nullable String key) {
    TokenWish given = Given.body(wish);
    NewToken wanted =
        new NewToken(
            Given.field("name", given.name()),
            scopes(Given.field("scopes", given.scopes())),
            Optional.ofNullable(given.expiresInSeconds()).map(Duration::ofSeconds));
    return repeats.create(caller, caller.org(), key, given, tx -> issue(tx, wanted));
  }

  private Repeats.Created issue(Tx tx, NewToken wanted) {
    return switch (tokens.issue(tx, caller.org(), wanted, caller.principal())) {
      case Granted(Token token, Secret text) ->
          new Repeats.Created(
              "/api/v1/organizations/%s/tokens/%s".formatted(caller.org(), token.id()),
              TokenView.of(token, text.revealText()),
              TokenView.of(token));
      case Refused(String field, String reason) -> throw ProblemException.invalid(field, reason);
    };
  }

  private static Set<Scope> scopes(List<String> texts) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String text : texts) {
      scopes.add(
          Scope.parse(text)
              .orElseThrow(() ->
                  ProblemException.invalid(
                      "scopes", "must be among read, write, approve, admin and publish")));
    }
    return scopes;
  }

  @GET
  @Operation(summary = "List tokens, newest first")
  public Page<TokenView> list(
      @QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable Integer limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    Optional<TokenId> before =
        page.after().isEmpty()
            ? Optional.empty()
            : Optional.of(Given.id("cursor", page.after(), TokenId::parse));
    return Page.of(
        tokens.list(caller.org(), before, page.oneMore()),
        page,
        TokenView::of,
        token -> token.id().toString());
  }

  @GET
  @Path("{token}")
  @Operation(summary = "Show a token, without its text")
  public TokenView show(@PathParam("token") String token) {
    return tokens
        .find(caller.org(), Given.known("token", token, TokenId::parse))
        .map(TokenView::of)
        .orElseThrow(() -> ProblemException.notFound("token"));
  }

  @DELETE
  @Path("{token}")
  @Operation(summary = "Revoke a token, at once")
  public void revoke(@PathParam("token") String token) {
    if (!tokens.revoke(
        caller.org(), Given.known("token", token, TokenId::parse), caller.principal())) {
      throw ProblemException.notFound("token");
    }
  }
}
