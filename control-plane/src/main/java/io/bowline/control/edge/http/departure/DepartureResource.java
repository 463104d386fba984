package io.bowline.control.edge.http.departure;

import io.bowline.control.departure.Departure;
import io.bowline.control.departure.Departures;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.OrganizationResource.DepartureView;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.org.Scope;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The deletion of an organization that was asked for.
@Path("/api/v1/organizations/{org}/deletion")
@Tag(name = "organizations")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@RunOnVirtualThread
public class DepartureResource {
  private final Departures departures;
  private final Caller caller;

  DepartureResource(Departures departures, Caller caller) {
    this.departures = departures;
    this.caller = caller;
  }

  @GET
  @Needs(value = Scope.READ, vendor = true)
  @Operation(
      summary = "Show whether the organization is to be deleted, when, and what it waits for")
  public DepartureView show() {
    Departure departure =
        departures.find(caller.org()).orElseThrow(() -> ProblemException.notFound("deletion"));
    List<String> waitsFor = departures.remains(caller.org());
    return DepartureView.of(departure, waitsFor);
  }

  @DELETE
  @Needs(value = Scope.ADMIN, owner = true)
  @Operation(summary = "Take the deletion of the organization back")
  public void keep() {
    if (departures.takeBack(caller.org(), caller.actor())) {
      return;
    }
    if (departures.find(caller.org()).isPresent()) {
      throw ProblemException.conflict(
          "The organization's secrets are destroyed already; there is no way back.");
    }
    throw ProblemException.notFound("deletion");
  }
}
