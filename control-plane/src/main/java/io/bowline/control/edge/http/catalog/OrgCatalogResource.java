package io.bowline.control.edge.http.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.control.catalog.Catalog;
import io.bowline.control.catalog.Channel;
import io.bowline.control.catalog.Channels;
import io.bowline.control.catalog.PublishedRelease;
import io.bowline.control.catalog.ReleaseName;
import io.bowline.control.catalog.Yank;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.Page;
import io.bowline.control.edge.http.PageRequest;
import io.bowline.control.org.Scope;
import io.bowline.model.artifact.Digest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What an organization sees of the vendor's catalogue: the products that it is entitled to.
@Path("/api/v1/organizations/{org}")
@Tag(name = "catalogue")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class OrgCatalogResource {
  private final Catalog catalog;
  private final Channels channels;
  private final Caller caller;

  OrgCatalogResource(Catalog catalog, Channels channels, Caller caller) {
    this.catalog = catalog;
    this.channels = channels;
    this.caller = caller;
  }

  /// A channel as customers see it: not by whom it was moved.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record OpenChannel(
      String product,
      String name,
      @Nullable String release,
      @Nullable String version,
      Instant movedAt) {
    static OpenChannel of(Channel channel) {
      return new OpenChannel(
          channel.product(),
          channel.name(),
          channel.release().map(at -> at.digest().toString()).orElse(null),
          channel.release().map(ReleaseName::version).orElse(null),
          channel.movedAt());
    }
  }

  /// A release as customers see it: why it was yanked, not by whom.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record OpenRelease(
      String digest,
      String product,
      String version,
      long sequence,
      boolean yanked,
      @Nullable Instant yankedAt,
      @Nullable String yankReason,
      Instant publishedAt) {
    static OpenRelease of(PublishedRelease release) {
      return new OpenRelease(
          release.digest().toString(),
          release.product(),
          release.version(),
          release.sequence(),
          release.yanked(),
          release.yank().map(Yank::at).orElse(null),
          release.yank().map(Yank::reason).orElse(null),
          release.publishedAt());
    }
  }

  @GET
  @Path("channels")
  @Needs(Scope.READ)
  @Operation(summary = "List the channels of the products that the organization is entitled to")
  public Page<OpenChannel> channels() {
    return new Page<>(channels.openTo(caller.org()).stream().map(OpenChannel::of).toList(), null);
  }

  @GET
  @Path("releases")
  @Needs(Scope.READ)
  @Operation(summary = "List the releases that the organization is entitled to, newest first")
  public Page<OpenRelease> releases(
      @QueryParam("product") @Nullable String product,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable Integer limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    return Page.of(
        catalog.openTo(
            caller.org(), Optional.ofNullable(product), page.after(Digest::parse), page.oneMore()),
        page,
        OpenRelease::of,
        release -> release.digest().toString());
  }
}
