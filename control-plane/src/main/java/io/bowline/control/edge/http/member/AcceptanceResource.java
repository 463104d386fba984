package io.bowline.control.edge.http.member;

import io.bowline.control.edge.http.Anyone;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.member.Invitations;
import io.bowline.control.member.Joined;
import io.bowline.control.secret.Secret;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The acceptance of an invitation, which needs nothing but the invitation.
@Path("/api/v1/invitations/accept")
@Tag(name = "members")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Blocking
@RunOnVirtualThread
public class AcceptanceResource {
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_TEXT = 200;

  private final Invitations invitations;

  AcceptanceResource(Invitations invitations) {
    this.invitations = invitations;
  }

  /// What whoever was invited says.
  ///
  /// @param invitation its text
  /// @param name what the others are to call them
  public record Acceptance(@Nullable String invitation, @Nullable String name) {}

  /// A new member.
  ///
  /// @param organization its id
  /// @param token with which they come in, shown this once
  public record JoinedView(
      String organization, MemberView member, String token, @Nullable Instant expiresAt) {
    static JoinedView of(Joined joined) {
      return new JoinedView(
          joined.org().toString(),
          MemberView.of(joined.member()),
          joined.text().revealText(),
          joined.token().times().expiresAt().orElse(null));
    }
  }

  @POST
  @Anyone
  @SecurityRequirements
  @Operation(summary = "Accept an invitation: makes its holder a member, once")
  public JoinedView accept(Acceptance given) {
    Acceptance said = Given.body(given);
    String text = Given.bounded("invitation", said.invitation(), LONGEST_TEXT);
    String name = Given.bounded("name", said.name(), LONGEST_NAME);
    return invitations
        .accept(Secret.of(text), name)
        .map(JoinedView::of)
        .orElseThrow(() ->
            ProblemException.of(
                404,
                "Not found",
                "The invitation is unknown, used, revoked or over. Ask for another one."));
  }
}
