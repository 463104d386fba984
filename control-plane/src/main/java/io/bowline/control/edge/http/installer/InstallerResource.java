package io.bowline.control.edge.http.installer;

import io.bowline.control.edge.http.KnownInstall;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.installer.DoorViews.DoorView;
import io.bowline.control.edge.http.installer.DoorViews.DoorsView;
import io.bowline.control.edge.http.installer.DoorViews.TemplateView;
import io.bowline.control.edge.http.installer.OutlookViews.OutlookView;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.installer.Doors;
import io.bowline.control.org.Scope;
import io.bowline.installer.Choices;
import io.bowline.installer.Door;
import io.bowline.installer.Site;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The ways into the account of one install.
@Path("/api/v1/organizations/{org}/installs/{install}/installer")
@Tag(name = "installs")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class InstallerResource {
  private static final String NO_FOLDER =
      "no link yet: whoever runs the control plane puts the template where the cloud reads it and"
          + " names that place (%s); download it instead";

  private final Doors doors;
  private final KnownInstall known;

  InstallerResource(Doors doors, KnownInstall known) {
    this.doors = doors;
    this.known = known;
  }

  @GET
  @Needs(Scope.READ)
  @Operation(
      summary = "List the ways into the install's account, with links where a click is enough")
  public DoorsView list(
      @PathParam("install") String install, @QueryParam("set") @Nullable String set) {
    InstallRecord of = known.named(install);
    Site site = Doors.site(of);
    Map<String, String> wished = DoorViews.wished(set);
    DoorViews.fitting(of.cloud(), wished);
    return DoorViews.of(of.cloud(), site.externalId(), door -> view(door, site, wished));
  }

  @GET
  @Path("{door}")
  @Needs(Scope.READ)
  @Operation(summary = "Render a template for the install; a token is in none")
  public TemplateView render(
      @PathParam("install") String install,
      @PathParam("door") String door,
      @QueryParam("set") @Nullable String set) {
    InstallRecord of = known.named(install);
    return DoorViews.of(
        door, doors.render(of.cloud(), door, Optional.of(Doors.site(of)), DoorViews.wished(set)));
  }

  @GET
  @Path("outlook")
  @Needs(Scope.READ)
  @Operation(
      summary =
          "What the install will be in its account, before anything is made: things, costs, rights, the way out")
  public OutlookView outlook(@PathParam("install") String install) {
    InstallRecord of = known.named(install);
    return OutlookViews.of(doors, of.cloud(), Optional.of(Doors.site(of)));
  }

  /// A wish goes into the link of each door that has all of it.
  private DoorView view(Door door, Site site, Map<String, String> wished) {
    Choices choices =
        Choices.of(door, wished) instanceof Choices.Outcome.Fits(Choices fitting)
            ? doors.lasting(door, fitting)
            : doors.lasting(door, Choices.NONE);
    Optional<String> link = doors.link(door, site, choices);
    @Nullable String hint = doors.missingFor(door).map(NO_FOLDER::formatted).orElse(null);
    return new DoorView(
        door.word(), door.title(), link.orElse(null), hint, choices.values().get(Doors.UNTIL));
  }
}
