package io.bowline.control.edge.http.fleet;

import io.bowline.control.domain.BaseDomain;
import io.bowline.control.domain.BaseDomains;
import io.bowline.control.domain.DomainChecks;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.Room;
import io.bowline.control.kafka.KafkaClusters;
import io.bowline.control.org.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The names under which a fleet's clusters are reached, and whether they can be.
@Path("/api/v1/organizations/{org}/infrastructure/{fleet}/endpoints")
@Tag(name = "fleets")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class EndpointsResource {
  private final BaseDomains domains;
  private final DomainChecks checks;
  private final KafkaClusters clusters;
  private final KnownFleet known;
  private final Caller caller;

  EndpointsResource(
      BaseDomains domains,
      DomainChecks checks,
      KafkaClusters clusters,
      KnownFleet known,
      Caller caller) {
    this.domains = domains;
    this.checks = checks;
    this.clusters = clusters;
    this.known = known;
    this.caller = caller;
  }

  @GET
  @Needs(Scope.READ)
  @Operation(summary = "Show under which names a fleet's clusters are reached")
  public EndpointsView show(@PathParam("fleet") String name) {
    Fleet fleet = known.named(name);
    // a fleet holds its domain, so it is there
    BaseDomain domain = domains.find(fleet.org(), fleet.domain()).orElseThrow(KnownFleet::absent);
    return EndpointsView.of(
        fleet,
        domain,
        checks.find(domain),
        clusters.list(caller.org(), Optional.of(fleet.id()), "", Room.MOST_TENANTS));
  }
}
