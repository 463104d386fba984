package io.bowline.control.edge.http.departure;

import io.bowline.control.departure.Departure;
import io.bowline.control.departure.Departures;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.OrganizationResource.DepartureView;
import io.bowline.control.edge.http.Page;
import io.bowline.control.edge.http.PageRequest;
import io.bowline.control.org.Scope;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What is left to know of organizations that are gone.
@Path("/api/v1/deletions")
@Tag(name = "organizations")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@RunOnVirtualThread
public class DeparturesResource {
  private final Departures departures;

  DeparturesResource(Departures departures) {
    this.departures = departures;
  }

  @GET
  @Needs(value = Scope.ADMIN, staff = true)
  @Operation(summary = "List organizations that are to be deleted, or were")
  public Page<DepartureView> list(
      @QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable Integer limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    List<Departure> read = departures.list(page.after(), page.oneMore());
    return Page.of(
        read, page, departure -> DepartureView.of(departure, List.of()), Departure::name);
  }
}
