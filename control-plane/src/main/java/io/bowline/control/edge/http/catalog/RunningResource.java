package io.bowline.control.edge.http.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.control.catalog.ReleaseName;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.Page;
import io.bowline.control.edge.http.PageRequest;
import io.bowline.control.offer.Running;
import io.bowline.control.offer.WhoRuns;
import io.bowline.control.org.Scope;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
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

/// Which install of which organization runs what.
@Path("/api/v1/installs")
@Tag(name = "releases")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class RunningResource {
  private final WhoRuns whoRuns;

  RunningResource(WhoRuns whoRuns) {
    this.whoRuns = whoRuns;
  }

  /// What narrows the list.
  public static final class Filter {
    @QueryParam("product")
    @Nullable String product;

    /// Digest of the release that they run.
    @QueryParam("release")
    @Nullable String release;

    /// Id of their organization.
    @QueryParam("organization")
    @Nullable String organization;

    /// Whether the release that they run was yanked.
    @QueryParam("yanked")
    @Nullable Boolean yanked;

    /// Whether they are offered another release than they run.
    @QueryParam("behind")
    @Nullable Boolean behind;

    private Running.Which which() {
      return new Running.Which(
          Optional.ofNullable(product),
          Optional.ofNullable(release).map(text -> Given.digest("release", text)),
          Optional.ofNullable(organization)
              .map(text -> Given.id("organization", text, OrgId::parse)),
          Optional.ofNullable(yanked),
          Optional.ofNullable(behind));
    }
  }

  /// An install with what it runs and what it is offered.
  ///
  /// @param yankReason why its release was yanked, when it was
  /// @param pinned the version or the channel that it is pinned to
  /// @param next what it is offered, when that is another release
  /// @param needsReturn whether that is an older one, for which the vendor signs a return
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RunningView(
      String organization,
      String organizationName,
      String install,
      String name,
      String product,
      String status,
      @Nullable Instant heardAt,
      @Nullable String release,
      @Nullable String version,
      boolean yanked,
      @Nullable String yankReason,
      @Nullable String pinned,
      @Nullable String next,
      @Nullable String nextVersion,
      boolean needsReturn) {
    static RunningView of(Running running) {
      return new RunningView(
          running.org().toString(),
          running.organization(),
          running.install().toString(),
          running.name(),
          running.product(),
          running.status(),
          running.heardAt().orElse(null),
          running.release().map(ReleaseName::digest).map(Digest::toString).orElse(null),
          running.release().map(ReleaseName::version).orElse(null),
          running.yanked().isPresent(),
          running.yanked().orElse(null),
          running.pinned().orElse(null),
          running.next().map(ReleaseName::digest).map(Digest::toString).orElse(null),
          running.next().map(ReleaseName::version).orElse(null),
          running.needsReturn());
    }
  }

  @GET
  @Needs(value = Scope.READ, staff = true)
  @Operation(summary = "List installs of all organizations with what they run and are offered")
  public Page<RunningView> list(
      @BeanParam Filter filter,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable Integer limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    Optional<Running.Place> after = page.after(RunningResource::place);
    return Page.of(
        whoRuns.list(filter.which(), after, page.oneMore()),
        page,
        RunningView::of,
        last -> last.org() + " " + last.install());
  }

  private static Running.Place place(String text) {
    int space = text.indexOf(' ');
    if (space < 0) {
      throw new IllegalArgumentException("it is not one that was handed out");
    }
    return new Running.Place(
        OrgId.parse(text.substring(0, space)), InstallId.parse(text.substring(space + 1)));
  }
}
