package io.bowline.control.edge.http.member;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.control.account.IssuedReset;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.edge.http.Repeats;
import io.bowline.control.member.PasswordResets;
import io.bowline.control.org.Scope;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.MemberId;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Links that set a member's password anew.
@Path("/api/v1/organizations/{org}/members/{member}/password-resets")
@Tag(name = "members")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Blocking
@RunOnVirtualThread
@Needs(Scope.ADMIN)
public class PasswordResetResource {
  private final PasswordResets resets;
  private final Repeats repeats;
  private final Caller caller;

  PasswordResetResource(PasswordResets resets, Repeats repeats, Caller caller) {
    this.resets = resets;
    this.repeats = repeats;
    this.caller = caller;
  }

  /// A wish for a link.
  ///
  /// @param secondFactor whether it takes the second factor away, too; absent for no
  public record LinkWish(@Nullable Boolean secondFactor) {}

  /// A link.
  ///
  /// @param usableAt from when on it is good; later than now where the vendor's staff made it
  /// @param reset its text, in the answer that made it and nowhere else
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LinkView(String id, Instant usableAt, Instant expiresAt, @Nullable String reset) {
    /// Nothing of what is secret.
    @Override
    public String toString() {
      return "LinkView[]";
    }
  }

  @POST
  @Operation(summary = "Make a link that sets a member's password anew, once; shown this once")
  public Response create(
      @PathParam("member") String member,
      LinkWish wish,
      @HeaderParam("Idempotency-Key") @Nullable String key) {
    LinkWish given = Given.body(wish);
    MemberId id = Given.known("member", member, MemberId::parse);
    boolean factor = Boolean.TRUE.equals(given.secondFactor());
    return repeats.create(caller, caller.org(), key, given, tx -> made(tx, id, factor));
  }

  private Repeats.Created made(Tx tx, MemberId member, boolean secondFactor) {
    return switch (resets.issue(tx, caller.org(), member, secondFactor, caller.principal())) {
      case PasswordResets.Outcome.Made(IssuedReset reset) ->
          new Repeats.Created(
              "/api/v1/organizations/%s/members/%s".formatted(caller.org(), member),
              view(reset, reset.text().revealText()),
              view(reset, null));
      case PasswordResets.Outcome.Unknown() -> throw ProblemException.notFound("member");
      case PasswordResets.Outcome.Refused(String why) -> throw ProblemException.forbidden(why);
    };
  }

  private static LinkView view(IssuedReset reset, @Nullable String text) {
    return new LinkView(reset.id().toString(), reset.usableAt(), reset.expiresAt(), text);
  }
}
