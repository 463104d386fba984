package io.bowline.control.edge.http.account;

import io.bowline.control.account.Resets;
import io.bowline.control.edge.http.Anyone;
import io.bowline.control.edge.http.Given;
import io.bowline.control.secret.Secret;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The use of a link that sets a password anew, which needs nothing but the link.
@Path("/api/v1/password-resets/accept")
@Tag(name = "accounts")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Blocking
@RunOnVirtualThread
public class ResetResource {
  private static final int LONGEST_TEXT = 200;

  private final Resets resets;

  ResetResource(Resets resets) {
    this.resets = resets;
  }

  /// What whoever has a link says.
  ///
  /// @param reset its text
  public record ResetWish(@Nullable String reset, @Nullable String password) {
    /// Nothing of what is secret.
    @Override
    public String toString() {
      return "ResetWish[]";
    }
  }

  /// Whose password was set.
  ///
  /// @param organization its id
  public record ResetView(String organization) {}

  @POST
  @Anyone
  @SecurityRequirements
  @Operation(summary = "Set a password anew by a link, once; all of the member's sessions end")
  public ResetView accept(ResetWish wish) {
    ResetWish given = Given.body(wish);
    Secret text = Secret.of(Given.bounded("reset", given.reset(), LONGEST_TEXT));
    Secret password = Password.read("password", given.password());
    return new ResetView(Answers.shown(resets.accept(text, password)).toString());
  }
}
