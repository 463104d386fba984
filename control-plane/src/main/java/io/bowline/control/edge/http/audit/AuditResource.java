package io.bowline.control.edge.http.audit;

import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Needs;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What was done in an organization.
@Path("/api/v1/organizations/{org}/audit")
@Tag(name = "audit")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@RunOnVirtualThread
@Needs(Scope.ADMIN)
public class AuditResource {
  private final Chains chains;
  private final Caller caller;

  AuditResource(Chains chains, Caller caller) {
    this.chains = chains;
    this.caller = caller;
  }

  @GET
  @Operation(summary = "List what was done, newest first, or from the oldest on (order=oldest)")
  public Page<AuditView> list(
      @QueryParam("order") @Nullable String order,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable Integer limit) {
    return chains.page(caller.org(), order, PageRequest.of(cursor, limit));
  }

  @GET
  @Path("verification")
  @Operation(summary = "Walk the chain and say whether it holds")
  public VerificationView verify() {
    return chains.verify(caller.org());
  }
}
