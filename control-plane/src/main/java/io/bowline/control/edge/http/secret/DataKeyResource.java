package io.bowline.control.edge.http.secret;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.org.Scope;
import io.bowline.control.secret.KeyRotation;
import io.bowline.control.secret.KeyStanding;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The key under which an organization's secrets are sealed.
@Path("/api/v1/organizations/{org}/data-key")
@Tag(name = "organizations")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Needs(Scope.ADMIN)
public class DataKeyResource {
  private final KeyRotation rotation;
  private final Caller caller;

  DataKeyResource(KeyRotation rotation, Caller caller) {
    this.rotation = rotation;
    this.caller = caller;
  }

  /// How the key is.
  ///
  /// @param since when it was made
  /// @param askedBy who asked for another one, until it is made
  /// @param formerUntil until when the key before it is kept
  @Schema(name = "DataKey")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record DataKeyView(
      Instant since, @Nullable String askedBy, @Nullable Instant formerUntil) {
    static DataKeyView of(KeyStanding standing) {
      return new DataKeyView(
          standing.since(), standing.askedBy().orElse(null), standing.formerUntil().orElse(null));
    }
  }

  @GET
  @Operation(summary = "Show since when the organization has its data key")
  public DataKeyView show() {
    return rotation.standing(caller.org()).map(DataKeyView::of).orElseThrow(DataKeyResource::none);
  }

  @POST
  @Path("rotate")
  @Operation(summary = "Ask for another data key; what is sealed is sealed anew within seconds")
  public DataKeyView rotate() {
    return rotation
        .ask(caller.org(), caller.actor())
        .map(DataKeyView::of)
        .orElseThrow(DataKeyResource::none);
  }

  /// One is made with the first secret.
  private static ProblemException none() {
    return ProblemException.notFound("data key yet: the organization has no secret");
  }
}
