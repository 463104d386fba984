package io.bowline.control.edge.http.configured;

import io.bowline.control.configured.ConfigurationChange;
import io.bowline.control.configured.Configured;
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
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// How the control plane's own configuration changed.
@Path("/api/v1/configuration-changes")
@Tag(name = "audit")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@RunOnVirtualThread
public class ConfigurationChangeResource {
  private final Configured configured;

  ConfigurationChangeResource(Configured configured) {
    this.configured = configured;
  }

  /// A setting that was another way at a start than before.
  ///
  /// @param host that started
  /// @param version that it started
  /// @param key `version` is the program's own
  /// @param before empty where it was not set; of a secret a digest
  public record ChangeView(
      long id, Instant at, String host, String version, String key, String before, String after) {
    static ChangeView of(ConfigurationChange change) {
      return new ChangeView(
          change.id(),
          change.at(),
          change.host(),
          change.version(),
          change.key(),
          change.before(),
          change.after());
    }
  }

  @GET
  @Needs(value = Scope.READ, staff = true)
  @Operation(summary = "List how the control plane's own configuration changed, newest first")
  public Page<ChangeView> list(
      @QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable Integer limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    return Page.of(
        configured.list(page.after(Long::valueOf), page.oneMore()),
        page,
        ChangeView::of,
        change -> Long.toString(change.id()));
  }
}
