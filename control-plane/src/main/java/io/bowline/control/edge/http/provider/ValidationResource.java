package io.bowline.control.edge.http.provider;

import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.job.Origin;
import io.bowline.control.org.Scope;
import io.bowline.control.provider.Checking;
import io.bowline.control.provider.FleetProviders;
import io.bowline.control.provider.ProviderCheck;
import io.bowline.control.provider.ProviderChecks;
import io.bowline.model.id.JobId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Whether a fleet provider's credentials are good, and what they may do.
@Path("/api/v1/organizations/{org}/fleet-providers/{provider}")
@Tag(name = "fleet providers")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ValidationResource {
  private final FleetProviders providers;
  private final ProviderChecks checks;
  private final Caller caller;

  ValidationResource(FleetProviders providers, ProviderChecks checks, Caller caller) {
    this.providers = providers;
    this.checks = checks;
    this.caller = caller;
  }

  @POST
  @Path("validate")
  @Needs(Scope.WRITE)
  @Operation(summary = "Ask the cloud whether the credentials are good and what they may do")
  @APIResponse(
      responseCode = "200",
      description = "The cloud was asked, or it is said why nothing can be told",
      content = @Content(schema = @Schema(implementation = ValidationView.class)))
  @APIResponse(
      responseCode = "202",
      description = "Nobody has answered yet; the job goes on, and what it finds is shown later",
      content = @Content(schema = @Schema(implementation = ValidationView.class)))
  public Response validate(
      @PathParam("provider") String identifier,
      @HeaderParam("traceparent") @Nullable String traceparent) {
    var origin = new Origin(caller.actor(), traceparent == null ? "" : traceparent);
    return switch (checks.check(caller.org(), identifier, origin)) {
      case Checking.Checked(ProviderCheck check) -> Response.ok(ValidationView.of(check)).build();
      case Checking.Pending(JobId job, String why) ->
          Response.accepted(ValidationView.pending(job, why)).build();
      case Checking.Absent() -> throw ProblemException.notFound("fleet provider");
      case Checking.Overtaken() ->
          throw ProblemException.conflict(
              "The configuration changed while the cloud was asked about the one before. Validate"
                  + " again.");
    };
  }

  @GET
  @Path("validation")
  @Needs(Scope.READ)
  @Operation(summary = "Show what the last validation of the present configuration found")
  public ValidationView show(@PathParam("provider") String identifier) {
    return providers
        .find(caller.org(), identifier)
        .map(provider ->
            checks
                .find(provider)
                .map(ValidationView::of)
                .orElseGet(
                    () -> ValidationView.pending(checks.asking(provider).orElse(null), null)))
        .orElseThrow(() -> ProblemException.notFound("fleet provider"));
  }
}
