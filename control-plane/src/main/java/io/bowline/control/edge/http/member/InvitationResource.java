package io.bowline.control.edge.http.member;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.Page;
import io.bowline.control.edge.http.PageRequest;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.edge.http.Repeats;
import io.bowline.control.member.Invitation;
import io.bowline.control.member.Invitations;
import io.bowline.control.member.Invited;
import io.bowline.control.member.NewInvitation;
import io.bowline.control.org.Scope;
import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Secret;
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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Invitations that are open.
@Path("/api/v1/organizations/{org}/invitations")
@Tag(name = "members")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Blocking
@RunOnVirtualThread
@Needs(Scope.ADMIN)
public class InvitationResource {
  private static final Duration USUAL = Duration.ofDays(7);

  private final Invitations invitations;
  private final Repeats repeats;
  private final Caller caller;

  InvitationResource(Invitations invitations, Repeats repeats, Caller caller) {
    this.invitations = invitations;
    this.repeats = repeats;
    this.caller = caller;
  }

  /// A wish to have somebody in the organization.
  ///
  /// @param expiresInSeconds how long it is open; a week when absent
  public record InvitationWish(
      @Nullable String email, @Nullable String role, @Nullable Long expiresInSeconds) {}

  /// An invitation as the API shows it.
  ///
  /// @param invitation its text, in the answer that made it and nowhere else
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record InvitationView(
      String id,
      String email,
      String role,
      String invitedBy,
      Instant createdAt,
      Instant expiresAt,
      @Nullable String invitation) {
    /// Nothing of what is secret.
    @Override
    public String toString() {
      return "InvitationView[]";
    }

    static InvitationView of(Invitation invitation) {
      return of(invitation, null);
    }

    private static InvitationView of(Invitation invitation, @Nullable String text) {
      return new InvitationView(
          invitation.id().toString(),
          invitation.email(),
          invitation.role().text(),
          invitation.invitedBy(),
          invitation.createdAt(),
          invitation.expiresAt(),
          text);
    }
  }

  @POST
  @Needs(value = Scope.ADMIN, lasting = true)
  @Operation(summary = "Invite somebody; the invitation's text is shown this once")
  public Response create(
      InvitationWish wish, @HeaderParam("Idempotency-Key") @Nullable String key) {
    InvitationWish given = Given.body(wish);
    Duration life =
        Optional.ofNullable(given.expiresInSeconds()).map(Duration::ofSeconds).orElse(USUAL);
    var wanted =
        new NewInvitation(Given.field("email", given.email()), RoleWord.read(given.role()), life);
    return repeats.create(caller, caller.org(), key, given, tx -> invited(tx, wanted));
  }

  private Repeats.Created invited(Tx tx, NewInvitation wish) {
    return switch (invitations.invite(tx, caller.org(), wish, caller.principal())) {
      case Invited.Sent(Invitation invitation, Secret text) ->
          new Repeats.Created(
              "/api/v1/organizations/%s/invitations/%s".formatted(caller.org(), invitation.id()),
              InvitationView.of(invitation, text.revealText()),
              InvitationView.of(invitation));
      case Invited.Refused(String field, String reason) ->
          throw ProblemException.invalid(field, reason);
      case Invited.NotAllowed(String why) -> throw ProblemException.forbidden(why);
      case Invited.Conflict(String why) -> throw ProblemException.conflict(why);
    };
  }

  @GET
  @Operation(summary = "List open invitations, newest first")
  public Page<InvitationView> list(
      @QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable Integer limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    Optional<TokenId> before = page.after(TokenId::parse);
    return Page.of(
        invitations.list(caller.org(), before, page.oneMore()),
        page,
        InvitationView::of,
        invitation -> invitation.id().toString());
  }

  @DELETE
  @Path("{invitation}")
  @Operation(summary = "Revoke an open invitation")
  public void revoke(@PathParam("invitation") String invitation) {
    TokenId id = Given.known("invitation", invitation, TokenId::parse);
    if (!invitations.revoke(caller.org(), id, caller.principal())) {
      throw ProblemException.notFound("invitation");
    }
  }
}
