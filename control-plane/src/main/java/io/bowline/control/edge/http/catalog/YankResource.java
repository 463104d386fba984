package io.bowline.control.edge.http.catalog;

import io.bowline.control.catalog.Catalog;
import io.bowline.control.catalog.PublishedRelease;
import io.bowline.control.catalog.WaitingPlans.Withdrawn;
import io.bowline.control.catalog.Yanking;
import io.bowline.control.catalog.Yanks;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.Page;
import io.bowline.control.edge.http.PageRequest;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.edge.http.catalog.ChannelResource.ChannelView;
import io.bowline.control.edge.http.catalog.ChannelResource.EventView;
import io.bowline.control.edge.http.catalog.ReleaseResource.ReleaseView;
import io.bowline.control.org.Scope;
import io.bowline.model.artifact.Digest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Taking releases back.
@Path("/api/v1/releases/{digest}")
@Tag(name = "releases")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class YankResource {
  private final Catalog catalog;
  private final Yanks yanks;
  private final Caller caller;

  YankResource(Catalog catalog, Yanks yanks, Caller caller) {
    this.catalog = catalog;
    this.yanks = yanks;
    this.caller = caller;
  }

  /// Why; whoever runs the release reads it.
  public record YankWish(@Nullable String reason) {}

  /// What it changed.
  ///
  /// @param channels those that pointed at the release, where they are now
  /// @param plansStopped plans towards it that no runner had begun to apply
  /// @param plansUnderWay plans that a runner is applying; they go to their end
  public record YankView(
      ReleaseView release, List<ChannelView> channels, int plansStopped, int plansUnderWay) {}

  @POST
  @Path("yank")
  @Needs(value = Scope.PUBLISH, staff = true)
  @Operation(summary = "Take a release back: it is never offered again. A repeat changes nothing")
  public YankView yank(@PathParam("digest") String digest, YankWish wish) {
    String reason = ChannelResource.reason(Given.body(wish).reason());
    return view(yanks.yank(Given.digest("digest", digest), reason, caller.actor()));
  }

  @POST
  @Path("unyank")
  @Needs(value = Scope.PUBLISH, staff = true)
  @Operation(summary = "Let a release be offered again; channels do not go back to it")
  public YankView unyank(@PathParam("digest") String digest, YankWish wish) {
    String reason = ChannelResource.reason(Given.body(wish).reason());
    return view(yanks.unyank(Given.digest("digest", digest), reason, caller.actor()));
  }

  private static YankView view(Yanking became) {
    return switch (became) {
      case Yanking.Yanked(PublishedRelease release, var moved, Withdrawn plans) ->
          new YankView(
              ReleaseView.of(release),
              moved.stream().map(ChannelView::of).toList(),
              plans.stopped(),
              plans.underWay());
      case Yanking.Unyanked(PublishedRelease release) -> unchanged(release);
      case Yanking.Unchanged(PublishedRelease release) -> unchanged(release);
      case Yanking.Absent() -> throw ProblemException.notFound("release");
      case Yanking.Refused(String reason, String message) ->
          throw ProblemException.conflict(reason + ": " + message);
    };
  }

  private static YankView unchanged(PublishedRelease release) {
    return new YankView(ReleaseView.of(release), List.of(), 0, 0);
  }

  @GET
  @Path("history")
  @Needs(value = Scope.READ, staff = true)
  @Operation(summary = "When a release was yanked, by whom and why, newest first")
  public Page<EventView> history(
      @PathParam("digest") String digest,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable Integer limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    Digest named = Given.digest("digest", digest);
    PublishedRelease release =
        catalog.find(named).orElseThrow(() -> ProblemException.notFound("release"));
    return EventView.page(
        yanks.history(release, ChannelResource.before(page), page.oneMore()), page);
  }
}
