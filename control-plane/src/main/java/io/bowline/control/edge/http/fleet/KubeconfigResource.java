package io.bowline.control.edge.http.fleet;

import io.bowline.cloud.kubeconfig.ClusterAccess;
import io.bowline.control.byok.Lending;
import io.bowline.control.byok.LentKubeconfig;
import io.bowline.control.byok.LentKubeconfigs;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.Problem;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.edge.http.documented.Documented;
import io.bowline.control.fleet.Fleet;
import io.bowline.control.org.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The kubeconfig that is lent for a fleet on a cluster that is brought.
@Path("/api/v1/organizations/{org}/infrastructure/{fleet}/kubeconfig")
@Tag(name = "fleets")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class KubeconfigResource {
  private final LentKubeconfigs kubeconfigs;
  private final Uploads uploads;
  private final KnownFleet known;
  private final Caller caller;

  KubeconfigResource(
      LentKubeconfigs kubeconfigs, Uploads uploads, KnownFleet known, Caller caller) {
    this.kubeconfigs = kubeconfigs;
    this.uploads = uploads;
    this.known = known;
    this.caller = caller;
  }

  @POST
  @Needs(Scope.WRITE)
  @Consumes({MediaType.APPLICATION_JSON, MediaType.MULTIPART_FORM_DATA})
  @Operation(
      summary = "Lend a kubeconfig to put a runner into the cluster, or to repair; it is not shown")
  @RequestBody(
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = SentKubeconfig.class)),
        @Content(
            mediaType = MediaType.MULTIPART_FORM_DATA,
            schema = @Schema(implementation = SentKubeconfig.class))
      })
  @Extension(name = Problem.KEY_AWAY, value = "503")
  public KubeconfigView lend(
      @PathParam("fleet") String fleet,
      @HeaderParam(HttpHeaders.CONTENT_TYPE) @Parameter(hidden = true) String contentType,
      InputStream body) {
    Fleet named = known.named(fleet);
    SentKubeconfig sent = uploads.read(body, contentType, SentKubeconfig.class);
    ClusterAccess access =
        uploads.access(Documented.given("kubeconfig", sent.kubeconfig()), sent.context());
    return switch (kubeconfigs.lend(caller.org(), named.identifier(), access, caller.actor())) {
      case Lending.Lent(LentKubeconfig lent, Fleet now) ->
          KubeconfigView.of(now.identifier(), lent);
      case Lending.Hindered(String why) -> throw ProblemException.conflict(why);
      case Lending.Absent() -> throw KnownFleet.absent();
    };
  }

  @GET
  @Needs(Scope.READ)
  @Operation(summary = "Show what became of the kubeconfig that was lent; never the kubeconfig")
  public KubeconfigView show(@PathParam("fleet") String fleet) {
    Fleet named = known.named(fleet);
    return kubeconfigs
        .find(named)
        .map(lent -> KubeconfigView.of(named.identifier(), lent))
        .orElseThrow(() -> ProblemException.notFound("kubeconfig"));
  }

  @DELETE
  @Needs(Scope.WRITE)
  @Operation(summary = "Destroy the kubeconfig that was lent, before or instead of its use")
  public void takeBack(@PathParam("fleet") String fleet) {
    if (!kubeconfigs.takeBack(caller.org(), known.named(fleet).identifier(), caller.actor())) {
      throw ProblemException.notFound("kubeconfig");
    }
  }
}
