package io.bowline.control.edge.http.installer;

import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.edge.http.installer.DoorViews.DoorView;
import io.bowline.control.edge.http.installer.DoorViews.DoorsView;
import io.bowline.control.edge.http.installer.DoorViews.TemplateView;
import io.bowline.control.edge.http.installer.OutlookViews.OutlookView;
import io.bowline.control.edge.http.installer.RightsViews.RightsView;
import io.bowline.control.installer.Doors;
import io.bowline.control.org.Scope;
import io.bowline.installer.Offer;
import io.bowline.installer.Parameters;
import io.bowline.installer.rights.Rights;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Templates in the form that fits every install of this control plane.
@Path("/api/v1/installer-templates/{cloud}")
@Tag(name = "installs")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class InstallerTemplateResource {
  private final Doors doors;

  InstallerTemplateResource(Doors doors) {
    this.doors = doors;
  }

  @GET
  @Needs(Scope.READ)
  @Operation(summary = "List the ways into an account of a cloud")
  public DoorsView list(@PathParam("cloud") String cloud) {
    return DoorViews.of(
        cloud, null, door -> new DoorView(door.word(), door.title(), null, null, null));
  }

  @GET
  @Path("rights")
  @Needs(Scope.READ)
  @Operation(summary = "Show what the templates' version asks for and an earlier one did not")
  public RightsView rights(
      @PathParam("cloud") String cloud, @QueryParam("since") @Nullable Integer since) {
    if (!(Offer.of(cloud) instanceof Offer.Doors)) {
      throw ProblemException.conflict("No rights of %s are recorded.".formatted(cloud));
    }
    int from = since == null ? Math.max(1, Parameters.VERSION - 1) : since;
    return Rights.since(cloud, from)
        .map(change -> RightsViews.of(cloud, change))
        .orElseThrow(() ->
            ProblemException.badField(
                "since", "since must be a version from 1 to %d".formatted(Parameters.VERSION)));
  }

  @GET
  @Path("{door}")
  @Needs(Scope.READ)
  @Operation(summary = "Render a template that fits every install")
  public TemplateView render(
      @PathParam("cloud") String cloud,
      @PathParam("door") String door,
      @QueryParam("set") @Nullable String set) {
    return DoorViews.of(door, doors.render(cloud, door, Optional.empty(), DoorViews.wished(set)));
  }

  @GET
  @Path("outlook")
  @Needs(Scope.READ)
  @Operation(summary = "What every install in a cloud will be in its account")
  public OutlookView outlook(@PathParam("cloud") String cloud) {
    return OutlookViews.of(doors, cloud, Optional.empty());
  }
}
