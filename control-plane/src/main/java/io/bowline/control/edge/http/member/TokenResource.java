package io.bowline.control.edge.http.member;

import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.Page;
import io.bowline.control.edge.http.PageRequest;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.edge.http.Repeats;
import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.Fleets;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.Installs;
import io.bowline.control.member.Member;
import io.bowline.control.member.Members;
import io.bowline.control.member.ServiceAccount;
import io.bowline.control.member.ServiceAccounts;
import io.bowline.control.org.Access;
import io.bowline.control.org.Issued;
import io.bowline.control.org.Issued.Granted;
import io.bowline.control.org.Issued.Refused;
import io.bowline.control.org.NewToken;
import io.bowline.control.org.Only;
import io.bowline.control.org.Scope;
import io.bowline.control.org.Token;
import io.bowline.control.org.Tokens;
import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Secret;
import io.bowline.model.id.FleetId;
import io.bowline.model.id.InstallId;
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
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
  private final Members members;
  private final ServiceAccounts accounts;
  private final Installs installs;
  private final Fleets fleets;
  private final Repeats repeats;
  private final Caller caller;

  TokenResource(
      Tokens tokens,
      Members members,
      ServiceAccounts accounts,
      Installs installs,
      Fleets fleets,
      Repeats repeats,
      Caller caller) {
    this.tokens = tokens;
    this.members = members;
    this.accounts = accounts;
    this.installs = installs;
    this.fleets = fleets;
    this.repeats = repeats;
    this.caller = caller;
  }

  /// A wish for a token.
  ///
  /// @param expiresInSeconds absent for a token that lives until it is revoked
  /// @param installs names or ids of those that it is for
  /// @param fleets identifiers or ids of those that it is for; both absent for the whole
  ///   organization
  /// @param serviceAccount whose it is to be; absent for whoever asks
  public record TokenWish(
      @Nullable String name,
      @Nullable List<String> scopes,
      @Nullable Long expiresInSeconds,
      @Nullable List<String> installs,
      @Nullable List<String> fleets,
      @Nullable String serviceAccount) {}

  @POST
  @Needs(value = Scope.ADMIN, lasting = true)
  @Operation(summary = "Issue a token; its text is shown this once")
  public Response create(TokenWish wish, @HeaderParam("Idempotency-Key") @Nullable String key) {
    TokenWish given = Given.body(wish);
    NewToken wanted =
        new NewToken(
            Given.field("name", given.name()),
            scopes(Given.field("scopes", given.scopes())),
            Optional.ofNullable(given.expiresInSeconds()).map(Duration::ofSeconds),
            only(given));
    Optional<MemberId> account =
        Optional.ofNullable(given.serviceAccount())
            .map(id -> Given.id("serviceAccount", id, MemberId::parse));
    return repeats.create(caller, caller.org(), key, given, tx -> issue(tx, wanted, account));
  }

  private Repeats.Created issue(Tx tx, NewToken wanted, Optional<MemberId> account) {
    return switch (issued(tx, wanted, account)) {
      case Granted(Token token, Secret text) ->
          new Repeats.Created(
              "/api/v1/organizations/%s/tokens/%s".formatted(caller.org(), token.id()),
              TokenView.of(token, Optional.of(text.revealText())),
              TokenView.of(token));
      case Refused(String field, String reason) -> throw ProblemException.invalid(field, reason);
    };
  }

  private Issued issued(Tx tx, NewToken wanted, Optional<MemberId> account) {
    if (account.isEmpty()) {
      return tokens.issue(tx, caller.org(), wanted, caller.principal());
    }
    ServiceAccount known =
        accounts
            .find(tx, caller.org(), account.get())
            .orElseThrow(
                () -> ProblemException.invalid("serviceAccount", "is none of this organization"));
    return tokens.issueTo(tx, caller.org(), known.holder(), wanted, caller.principal());
  }

  private Optional<Only> only(TokenWish given) {
    List<String> named = given.installs();
    List<String> fleetNames = given.fleets();
    return named == null && fleetNames == null
        ? Optional.empty()
        : Optional.of(
            new Only(
                named == null ? Set.of() : installs(named),
                fleetNames == null ? Set.of() : fleets(fleetNames)));
  }

  private Set<FleetId> fleets(List<String> names) {
    return names.stream()
        .map(name -> Given.field("fleets", name))
        .map(name ->
            fleets
                .named(caller.org(), name)
                .map(Fleet::id)
                .orElseThrow(() ->
                    ProblemException.invalid("fleets", "must be fleets of this organization")))
        .collect(Collectors.toUnmodifiableSet());
  }

  private Set<InstallId> installs(List<String> names) {
    return names.stream()
        .map(name -> Given.field("installs", name))
        .map(name ->
            installs
                .named(caller.org(), name)
                .map(InstallRecord::id)
                .orElseThrow(() ->
                    ProblemException.invalid("installs", "must be installs of this organization")))
        .collect(Collectors.toUnmodifiableSet());
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
    Optional<TokenId> before = page.after(TokenId::parse);
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
    TokenId id = Given.known("token", token, TokenId::parse);
    tokens
        .find(caller.org(), id)
        .flatMap(found -> found.origin().holder())
        .flatMap(holder -> members.find(caller.org(), holder))
        .ifPresent(this::mayShutOut);
    if (!tokens.revoke(caller.org(), id, caller.principal())) {
      throw ProblemException.notFound("token");
    }
  }

  /// Whoever could not remove a member could else shut them out like this.
  private void mayShutOut(Member holder) {
    if (!Access.reach(caller.principal()).covers(holder.role())) {
      throw ProblemException.forbidden("Only an owner revokes an owner's token.");
    }
  }
}
