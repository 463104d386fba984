package io.bowline.control.edge.http.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.control.audit.Audit;
import io.bowline.control.catalog.Catalog;
import io.bowline.control.catalog.Publication;
import io.bowline.control.catalog.PublishedRelease;
import io.bowline.control.catalog.Publishing;
import io.bowline.control.catalog.Yank;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.Page;
import io.bowline.control.edge.http.PageRequest;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.edge.http.Repeats;
import io.bowline.control.org.Scope;
import io.bowline.control.platform.Tx;
import io.bowline.model.artifact.Digest;
import io.bowline.model.artifact.ImageReference;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The vendor's releases.
@Path("/api/v1/releases")
@Tag(name = "releases")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ReleaseResource {
  private final Catalog catalog;
  private final Publishing publishing;
  private final Repeats repeats;
  private final Caller caller;

  ReleaseResource(Catalog catalog, Publishing publishing, Repeats repeats, Caller caller) {
    this.catalog = catalog;
    this.publishing = publishing;
    this.repeats = repeats;
    this.caller = caller;
  }

  /// What is published: an artifact that was pushed before.
  public record Push(@Nullable String repository, @Nullable String digest) {}

  /// A release as the API shows it.
  ///
  /// @param yanked whether it was taken back; then when, by whom and why
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ReleaseView(
      String digest,
      String product,
      String version,
      long sequence,
      String repository,
      boolean yanked,
      @Nullable Instant yankedAt,
      @Nullable String yankedBy,
      @Nullable String yankReason,
      Instant publishedAt) {
    static ReleaseView of(PublishedRelease release) {
      return new ReleaseView(
          release.digest().toString(),
          release.product(),
          release.version(),
          release.sequence(),
          release.repository(),
          release.yanked(),
          release.yank().map(Yank::at).orElse(null),
          release.yank().map(Yank::by).orElse(null),
          release.yank().map(Yank::reason).orElse(null),
          release.publishedAt());
    }
  }

  @POST
  @Needs(value = Scope.PUBLISH, staff = true)
  @Operation(summary = "Publish a release that was pushed to the registry")
  public Response publish(Push wish, @HeaderParam("Idempotency-Key") @Nullable String key) {
    Push given = Given.body(wish);
    String repository = Given.field("repository", given.repository());
    if (!ImageReference.isRepository(repository)) {
      throw ProblemException.invalid("repository", "must be a repository of the registry");
    }
    Digest digest = Given.digest("digest", given.digest());
    return repeats.create(
        caller, Audit.VENDOR, key, given, tx -> published(tx, repository, digest));
  }

  private Repeats.Created published(Tx tx, String repository, Digest digest) {
    return switch (publishing.publish(tx, repository, digest, caller.actor())) {
      case Publication.Published(var release) -> created(release);
      case Publication.AlreadyThere(var release) -> created(release);
      case Publication.Refused(String reason, String message) ->
          throw ProblemException.conflict(reason + ": " + message);
    };
  }

  private static Repeats.Created created(PublishedRelease release) {
    return new Repeats.Created("/api/v1/releases/" + release.digest(), ReleaseView.of(release));
  }

  @GET
  @Needs(value = Scope.READ, staff = true)
  @Operation(summary = "List releases, newest first")
  public Page<ReleaseView> list(
      @QueryParam("product") @Nullable String product,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable Integer limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    return Page.of(
        catalog.list(Optional.ofNullable(product), page.after(Digest::parse), page.oneMore()),
        page,
        ReleaseView::of,
        release -> release.digest().toString());
  }

  @GET
  @Path("{digest}")
  @Needs(value = Scope.READ, staff = true)
  @Operation(summary = "Show a release")
  public ReleaseView show(@PathParam("digest") String digest) {
    return catalog
        .find(Given.digest("digest", digest))
        .map(ReleaseView::of)
        .orElseThrow(() -> ProblemException.notFound("release"));
  }
}
