package io.bowline.control.edge.http.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.control.catalog.ReleaseName;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.KnownInstall;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.offer.Offer;
import io.bowline.control.offer.Offers;
import io.bowline.control.offer.Pin;
import io.bowline.control.offer.PinStore;
import io.bowline.control.offer.Pinning;
import io.bowline.control.org.Scope;
import io.bowline.model.id.InstallId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Which release an install is offered, and what it is pinned to.
@Path("/api/v1/organizations/{org}")
@Tag(name = "pins")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class PinResource {
  private final Offers offers;
  private final KnownInstall known;
  private final Caller caller;

  PinResource(Offers offers, KnownInstall known, Caller caller) {
    this.offers = offers;
    this.known = known;
    this.caller = caller;
  }

  /// To what: exactly one of `release` (a digest), `version` and `channel`.
  public record PinWish(
      @Nullable String release,
      @Nullable String version,
      @Nullable String channel,
      @Nullable String reason) {}

  /// The same for all installs of a product.
  public record ProductPinWish(
      @Nullable String product,
      @Nullable String release,
      @Nullable String version,
      @Nullable String channel,
      @Nullable String reason) {
    private PinWish pin() {
      return new PinWish(release, version, channel, reason);
    }
  }

  /// A pin as the API shows it.
  ///
  /// @param whole whether it was said of all of the organization's installs of the product
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record PinView(
      String product,
      boolean whole,
      @Nullable String channel,
      @Nullable String release,
      @Nullable String version,
      String reason,
      String by,
      Instant at) {
    static PinView of(Pin pin) {
      Optional<ReleaseName> release =
          pin.to() instanceof Pin.To.Release(ReleaseName name)
              ? Optional.of(name)
              : Optional.empty();
      return new PinView(
          pin.product(),
          pin.whole(),
          pin.to() instanceof Pin.To.Channel(String name) ? name : null,
          release.map(name -> name.digest().toString()).orElse(null),
          release.map(ReleaseName::version).orElse(null),
          pin.reason(),
          pin.by(),
          pin.at());
    }
  }

  /// What an install is offered.
  ///
  /// @param running what it runs
  /// @param because why it is offered this release, or none
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record OfferView(
      String install,
      @Nullable String running,
      @Nullable String release,
      @Nullable String version,
      String because,
      @Nullable PinView pin) {
    static OfferView of(InstallRecord install, Offer offer) {
      return new OfferView(
          install.id().toString(),
          install.release().map(Object::toString).orElse(null),
          offer.release().map(name -> name.digest().toString()).orElse(null),
          offer.release().map(ReleaseName::version).orElse(null),
          offer.because(),
          offer.pin().map(PinView::of).orElse(null));
    }
  }

  @GET
  @Path("installs/{install}/offer")
  @Needs(Scope.READ)
  @Operation(summary = "Which release the install is offered now, and why")
  public OfferView offer(@PathParam("install") String install) {
    InstallRecord of = known.named(install);
    return OfferView.of(of, offers.offer(of));
  }

  @PUT
  @Path("installs/{install}/pin")
  @Needs(Scope.WRITE)
  @Operation(summary = "Keep an install on a release, or have it follow a channel")
  public PinView pin(@PathParam("install") String install, PinWish wish) {
    PinWish given = Given.body(wish);
    InstallRecord of = known.named(install);
    return pinned(of.product(), Optional.of(of.id()), given);
  }

  @DELETE
  @Path("installs/{install}/pin")
  @Needs(Scope.WRITE)
  @Operation(summary = "Let an install do as its organization's others do")
  public void unpin(@PathParam("install") String install) {
    InstallRecord of = known.named(install);
    offers.unpin(
        new PinStore.Key(caller.org(), of.product(), Optional.of(of.id())), caller.actor());
  }

  @GET
  @Path("pins")
  @Needs(Scope.READ)
  @Operation(summary = "List what was said of all installs of a product")
  public List<PinView> list() {
    return offers.whole(caller.org()).stream().map(PinView::of).toList();
  }

  @PUT
  @Path("pins")
  @Needs(Scope.ADMIN)
  @Operation(summary = "Keep all installs of a product on a release, or have them follow a channel")
  public PinView pinAll(ProductPinWish wish) {
    ProductPinWish given = Given.body(wish);
    return pinned(Given.field("product", given.product()), Optional.empty(), given.pin());
  }

  @DELETE
  @Path("pins")
  @Needs(Scope.ADMIN)
  @Operation(summary = "Take back what was said of all installs of a product")
  public void unpinAll(@QueryParam("product") @Nullable String product) {
    offers.unpin(
        new PinStore.Key(caller.org(), Given.field("product", product), Optional.empty()),
        caller.actor());
  }

  private PinView pinned(String product, Optional<InstallId> install, PinWish given) {
    String reason = ChannelResource.reason(given.reason());
    var wish = new Pinning.Wish(product, install, target(given), reason);
    return switch (offers.pin(caller.org(), wish, caller.actor())) {
      case Pinning.Pinned(Pin pin) -> PinView.of(pin);
      case Pinning.Absent(String what) -> throw ProblemException.notFound(what);
      case Pinning.Refused(String why, String message) ->
          throw ProblemException.conflict(why + ": " + message);
    };
  }

  private static Pinning.Target target(PinWish given) {
    long ways =
        Stream.of(
                Optional.ofNullable(given.release()),
                Optional.ofNullable(given.version()),
                Optional.ofNullable(given.channel()))
            .filter(Optional::isPresent)
            .count();
    if (ways != 1) {
      throw ProblemException.invalid("release", "or version or channel: give exactly one of them");
    }
    if (given.version() != null) {
      return new Pinning.Target.Version(given.version());
    }
    return given.channel() != null
        ? new Pinning.Target.Channel(given.channel())
        : new Pinning.Target.Release(Given.digest("release", given.release()));
  }
}
