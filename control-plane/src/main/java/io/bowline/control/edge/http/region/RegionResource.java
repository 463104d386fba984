package io.bowline.control.edge.http.region;

import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.org.Scope;
import io.bowline.control.region.AllowedRegions;
import io.bowline.control.region.Regions;
import io.bowline.model.place.Cloud;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Where an organization lets fleets stand.
@Path("/api/v1/organizations/{org}/regions")
@Tag(name = "fleets")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class RegionResource {
  private final Regions regions;
  private final Caller caller;

  RegionResource(Regions regions, Caller caller) {
    this.regions = regions;
    this.caller = caller;
  }

  /// Regions by cloud (`aws`, `gcp`, `oci`, `azure`); with none at all, every one is allowed.
  public record RegionsView(Map<String, List<String>> regions) {
    static RegionsView of(AllowedRegions allowed) {
      var shown = new TreeMap<String, List<String>>();
      allowed.byCloud().forEach((cloud, names) -> shown.put(cloud.text(), List.copyOf(names)));
      return new RegionsView(shown);
    }
  }

  /// The same as it is sent.
  public record RegionsWish(@Nullable Map<String, List<String>> regions) {}

  @GET
  @Needs(Scope.READ)
  @Operation(summary = "Show the regions in which fleets may stand")
  public RegionsView show() {
    return RegionsView.of(regions.allowed(caller.org()));
  }

  @PUT
  @Needs(Scope.ADMIN)
  @Operation(summary = "Allow these regions and no others; fleets that stand elsewhere stay")
  public RegionsView allow(RegionsWish wish) {
    var wanted = new EnumMap<Cloud, SortedSet<String>>(Cloud.class);
    Given.field("regions", Given.body(wish).regions())
        .forEach((cloud, names) -> wanted.put(cloud(cloud), names(cloud, names)));
    regions
        .allow(caller.org(), new AllowedRegions(wanted), caller.actor())
        .ifPresent(wrong -> {
          throw ProblemException.invalid(wrong.field(), wrong.message());
        });
    return show();
  }

  private static Cloud cloud(String text) {
    return Cloud.parse(text)
        .orElseThrow(
            () -> ProblemException.invalid("regions", "must be by aws, gcp, oci and azure"));
  }

  private static SortedSet<String> names(String cloud, @Nullable List<String> names) {
    var sorted = new TreeSet<String>();
    for (String name : Given.field("regions." + cloud, names)) {
      sorted.add(Given.field("regions." + cloud, name));
    }
    return sorted;
  }
}
