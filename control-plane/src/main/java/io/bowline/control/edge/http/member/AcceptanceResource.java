package io.bowline.control.edge.http.member;

import io.bowline.control.account.KnownDevice;
import io.bowline.control.edge.http.Anyone;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.account.Answers;
import io.bowline.control.edge.http.account.Password;
import io.bowline.control.member.Acceptances;
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
import java.util.Optional;
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

  private final Acceptances acceptances;
  private final Caller caller;

  AcceptanceResource(Acceptances acceptances, Caller caller) {
    this.acceptances = acceptances;
    this.caller = caller;
  }

  /// What whoever was invited says.
  ///
  /// @param invitation its text
  /// @param name what the others are to call them
  /// @param password to sign in with from now on; absent to choose one later
  public record AcceptanceWish(
      @Nullable String invitation, @Nullable String name, @Nullable String password) {
    /// Nothing of what is secret.
    @Override
    public String toString() {
      return "AcceptanceWish[]";
    }
  }

  /// A new member.
  ///
  /// @param organization its id
  /// @param token of the session in which they are, shown this once
  /// @param device to be sent with the next sign-in; lets nobody in
  public record JoinedView(
      String organization, MemberView member, String token, Instant expiresAt, String device) {
    /// Nothing of what is secret.
    @Override
    public String toString() {
      return "JoinedView[]";
    }

    static JoinedView of(Joined joined) {
      return new JoinedView(
          joined.begun().org().toString(),
          MemberView.of(joined.member()),
          joined.begun().text().revealText(),
          joined.begun().session().times().expiresAt(),
          KnownDevice.of(joined.begun().text()));
    }
  }

  @POST
  @Anyone
  @SecurityRequirements
  @Operation(summary = "Accept an invitation: makes its holder a member, once, and signs them in")
  public JoinedView accept(AcceptanceWish given) {
    AcceptanceWish said = Given.body(given);
    String text = Given.bounded("invitation", said.invitation(), LONGEST_TEXT);
    String name = Given.bounded("name", said.name(), LONGEST_NAME);
    Optional<Secret> password =
        Optional.ofNullable(said.password()).map(chosen -> Password.read("password", chosen));
    var accepted = new Acceptances.Said(Secret.of(text), name, password, caller.whence());
    return JoinedView.of(Answers.shown(acceptances.accept(accepted)));
  }
}
