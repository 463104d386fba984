package io.bowline.control.edge.http.audit;

import io.bowline.control.audit.Audit;
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

/// What was done that concerns no single organization: releases, staff, the configuration, ends of
/// organizations.
@Path("/api/v1/audit")
@Tag(name = "audit")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@RunOnVirtualThread
@Needs(value = Scope.ADMIN, staff = true)
public class VendorAuditResource {
  private final Chains chains;

  VendorAuditResource(Chains chains) {
    this.chains = chains;
  }

  @GET
  @Operation(
      summary = "List what the vendor did, newest first, or from the oldest on (order=oldest)")
  public Page<AuditView> list(
      @QueryParam("order") @Nullable String order,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable Integer limit) {
    return chains.page(Audit.VENDOR, order, PageRequest.of(cursor, limit));
  }

  @GET
  @Path("verification")
  @Operation(summary = "Walk the vendor's own chain and say whether it holds")
  public VerificationView verify() {
    return chains.verify(Audit.VENDOR);
  }
}
