package io.bowline.control.edge.http.catalog;

import io.bowline.control.catalog.Catalog;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.org.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Which products an organization is entitled to.
@Path("/api/v1/organizations/{org}/entitlements")
@Tag(name = "entitlements")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class EntitlementResource {
  private final Catalog catalog;
  private final Caller caller;

  EntitlementResource(Catalog catalog, Caller caller) {
    this.catalog = catalog;
    this.caller = caller;
  }

  /// A product that the organization may run.
  public record Entitlement(@Nullable String product) {}

  @PUT
  @Needs(value = Scope.PUBLISH, staff = true)
  @Operation(summary = "Entitle the organization to a product")
  public Entitlement grant(Entitlement wish) {
    Entitlement given = Given.body(wish);
    catalog.entitle(caller.org(), Given.field("product", given.product()), caller.actor());
    return given;
  }

  @GET
  @Needs(value = Scope.READ, vendor = true)
  @Operation(summary = "List the products that the organization is entitled to")
  public List<Entitlement> list() {
    return catalog.entitlements(caller.org()).stream().map(Entitlement::new).toList();
  }
}
