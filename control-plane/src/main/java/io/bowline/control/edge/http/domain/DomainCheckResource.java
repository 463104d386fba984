package io.bowline.control.edge.http.domain;

import io.bowline.control.domain.BaseDomains;
import io.bowline.control.domain.DomainCheck;
import io.bowline.control.domain.DomainChecks;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.ProblemException;
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

/// Whether a base domain and its certificate are as they should be.
@Path("/api/v1/organizations/{org}/base-domains/{domain}")
@Tag(name = "base domains")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class DomainCheckResource {
  private final BaseDomains domains;
  private final DomainChecks checks;
  private final Caller caller;

  DomainCheckResource(BaseDomains domains, DomainChecks checks, Caller caller) {
    this.domains = domains;
    this.checks = checks;
    this.caller = caller;
  }

  @POST
  @Path("check")
  @Needs(Scope.WRITE)
  @Operation(summary = "Look at a base domain's DNS and certificate now")
  public DomainCheckView check(@PathParam("domain") String name) {
    return switch (checks.check(caller.org(), name, caller.actor())) {
      case DomainChecks.Looking.Looked(DomainCheck check) -> DomainCheckView.of(check);
      case DomainChecks.Looking.Absent() -> throw ProblemException.notFound("base domain");
      case DomainChecks.Looking.Overtaken() ->
          throw ProblemException.conflict(
              "The base domain changed while it was looked at. Check again.");
      case DomainChecks.Looking.Busy() ->
          throw ProblemException.of(
              503, "Busy", "Too many base domains are being checked. Try again in a minute.");
    };
  }

  @GET
  @Path("checks")
  @Needs(Scope.READ)
  @Operation(summary = "Show what was found when the base domain was last looked at")
  public DomainCheckView show(@PathParam("domain") String name) {
    return domains
        .find(caller.org(), name)
        .map(domain ->
            checks.find(domain).map(DomainCheckView::of).orElseGet(DomainCheckView::pending))
        .orElseThrow(() -> ProblemException.notFound("base domain"));
  }
}
