package io.bowline.control.edge.http;

import io.bowline.control.catalog.Catalog;
import io.bowline.control.catalog.Channel;
import io.bowline.control.org.Scope;
import io.bowline.model.artifact.Digest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Channels: named pointers to releases.
@Path("/api/v1/channels")
@Tag(name = "channels")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ChannelResource {
  private final Catalog catalog;
  private final Caller caller;

  ChannelResource(Catalog catalog, Caller caller) {
    this.catalog = catalog;
    this.caller = caller;
  }

  /// Where a channel shall point.
  public record Move(@Nullable String product, @Nullable String release) {}

  /// A channel as the API shows it.
  public record ChannelView(
      String product, String name, String release, Instant movedAt, String movedBy) {
    static ChannelView of(Channel channel) {
      return new ChannelView(
          channel.product(),
          channel.name(),
          channel.release().toString(),
          channel.movedAt(),
          channel.movedBy());
    }
  }

  @PUT
  @Path("{name}")
  @Needs(value = Scope.PUBLISH, staff = true)
  @Operation(summary = "Point a channel at a release; makes the channel when there is none")
  public ChannelView move(@PathParam("name") String name, Move wish) {
    Move given = Given.body(wish);
    String product = Given.field("product", given.product());
    if (!name.matches("[a-z][a-z0-9-]{0,40}")) {
      throw ProblemException.invalid("name", "must be a word of a-z, 0-9 and -");
    }
    Digest release = Given.digest("release", given.release());
    return catalog
        .point(product, name, release, caller.actor())
        .map(ChannelView::of)
        .orElseThrow(() -> ProblemException.notFound("release of " + product));
  }

  @GET
  @Needs(value = Scope.READ, staff = true)
  @Operation(summary = "List channels")
  public Page<ChannelView> list() {
    return new Page<>(catalog.channels().stream().map(ChannelView::of).toList(), null);
  }
}
