package io.bowline.control.edge.http.provider;

import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.org.Scope;
import io.bowline.control.provider.Checking;
import io.bowline.control.provider.FleetProviders;
import io.bowline.control.provider.ProviderCheck;
import io.bowline.control.provider.ProviderChecks;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

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
  public ValidationView validate(@PathParam("provider") String identifier) {
    return switch (checks.check(caller.org(), identifier, caller.actor())) {
      case Checking.Checked(ProviderCheck check) -> ValidationView.of(check);
      case Checking.Absent() -> throw ProblemException.notFound("fleet provider");
      case Checking.Overtaken() ->
          throw ProblemException.conflict(
              "The configuration changed while the cloud was asked about the one before. Validate"
                  + " again.");
      case Checking.Busy() ->
          throw ProblemException.of(
              503, "Busy", "Too many fleet providers are being validated. Try again in a minute.");
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
            checks.find(provider).map(ValidationView::of).orElseGet(ValidationView::pending))
        .orElseThrow(() -> ProblemException.notFound("fleet provider"));
  }
}
