package io.bowline.control.edge.http.fleet;

import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.edge.http.documented.Documented;
import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.FleetStatus;
import io.bowline.control.fleet.Fleets;
import io.bowline.control.fleet.Move;
import io.bowline.control.org.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// How fleets are, and asking again for what failed.
@Path("/api/v1/organizations/{org}/infrastructure/{fleet}")
@Tag(name = "fleets")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class FleetStatusResource {
  private static final int HISTORY = 200;

  private final Fleets fleets;
  private final KnownFleet known;
  private final Documented documented;
  private final Caller caller;

  FleetStatusResource(Fleets fleets, KnownFleet known, Documented documented, Caller caller) {
    this.fleets = fleets;
    this.known = known;
    this.documented = documented;
    this.caller = caller;
  }

  @GET
  @Path("status")
  @Needs(Scope.READ)
  @Operation(summary = "Show how a fleet is, and how it came to be so")
  public FleetStatusView status(@PathParam("fleet") String fleet) {
    Fleet named = known.named(fleet);
    return FleetStatusView.of(named, fleets.history(named, HISTORY));
  }

  @POST
  @Path("retry")
  @Needs(Scope.WRITE)
  @Operation(summary = "Ask again for what failed: making the fleet, or taking it down")
  public FleetView retry(@PathParam("fleet") String fleet) {
    return switch (fleets.retry(caller.org(), known.named(fleet).identifier(), caller.actor())) {
      case Move.Moved(Fleet moved) -> FleetView.of(documented.organization(caller), moved);
      case Move.Unchanged(Fleet same) -> FleetView.of(documented.organization(caller), same);
      case Move.Impossible(Fleet now, FleetStatus _) ->
          throw ProblemException.conflict(
              "The fleet %s is %s. Only what is Error or DeleteFailed is tried again."
                  .formatted(now.identifier(), now.status().word()));
      case Move.Absent() -> throw KnownFleet.absent();
    };
  }
}
