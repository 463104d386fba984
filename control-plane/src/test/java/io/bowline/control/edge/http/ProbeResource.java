package io.bowline.control.edge.http;

import io.bowline.control.org.Scope;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.eclipse.microprofile.openapi.annotations.Operation;

/// A stream as features make theirs, for the test of streams.
@Path("/api/v1/organizations/{org}/probe-events")
public class ProbeResource {
  private final Following following;
  private final Caller caller;

  ProbeResource(Following following, Caller caller) {
    this.following = following;
    this.caller = caller;
  }

  @GET
  @Needs(Scope.READ)
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Blocking
  @RunOnVirtualThread
  @Operation(hidden = true)
  public Multi<OutboundSseEvent> follow(
      @Context Sse sse, @HeaderParam("Last-Event-ID") String lastEventId) {
    return following.stream(caller, sse, "probe", "s1", lastEventId);
  }
}
