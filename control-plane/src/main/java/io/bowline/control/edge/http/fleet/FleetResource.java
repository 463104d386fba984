package io.bowline.control.edge.http.fleet;

import io.bowline.cloud.Complaint;
import io.bowline.cloud.kubeconfig.ClusterAccess;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.Page;
import io.bowline.control.edge.http.PageRequest;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.edge.http.Repeats;
import io.bowline.control.edge.http.documented.Documented;
import io.bowline.control.fleet.Admission;
import io.bowline.control.fleet.Deletion;
import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.FleetChange;
import io.bowline.control.fleet.FleetStore;
import io.bowline.control.fleet.FleetWishes;
import io.bowline.control.fleet.Fleets;
import io.bowline.control.fleet.NewFleet;
import io.bowline.control.fleet.Tenancy;
import io.bowline.control.org.Organization;
import io.bowline.control.org.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Fleets of an organization; `fleets` in the address says the same as `infrastructure`.
@Path("/api/v1/organizations/{org}/infrastructure")
@Tag(name = "fleets")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class FleetResource {
  private final Fleets fleets;
  private final FleetWishes wishes;
  private final KnownFleet known;
  private final Documented documented;
  private final LentWishes lent;
  private final Repeats repeats;
  private final Caller caller;

  FleetResource(
      Fleets fleets,
      FleetWishes wishes,
      KnownFleet known,
      Documented documented,
      LentWishes lent,
      Repeats repeats,
      Caller caller) {
    this.lent = lent;
    this.fleets = fleets;
    this.wishes = wishes;
    this.known = known;
    this.documented = documented;
    this.repeats = repeats;
    this.caller = caller;
  }

  @POST
  @Needs(Scope.WRITE)
  @Operation(summary = "Make a fleet; the very same again is answered with the one that is there")
  @Consumes({MediaType.APPLICATION_JSON, MediaType.MULTIPART_FORM_DATA})
  @RequestBody(
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = SentFleet.class)),
        @Content(
            mediaType = MediaType.MULTIPART_FORM_DATA,
            schema = @Schema(implementation = SentFleet.class))
      })
  @APIResponse(
      responseCode = "200",
      description = "OK",
      content = @Content(schema = @Schema(implementation = FleetView.class)))
  public Response create(
      InputStream body,
      @HeaderParam(HttpHeaders.CONTENT_TYPE) @Parameter(hidden = true) String contentType,
      @HeaderParam("Idempotency-Key") @Nullable String key) {
    SentFleet sent = lent.read(body, contentType);
    Organization organization = documented.organization(caller, sent.organization());
    NewFleet wish = wish(sent);
    Optional<ClusterAccess> access = lent.access(sent, wish.infra());
    return repeats.create(
        caller,
        caller.org(),
        key,
        sent.withoutSecret(),
        tx ->
            created(
                organization,
                lent.with(
                    tx, wishes.create(tx, caller.org(), wish, caller.actor()), access, caller)));
  }

  private static NewFleet wish(SentFleet sent) {
    Tenancy tenancy = KnownFleet.tenancy(sent.tenancyMode());
    return new NewFleet(
        Documented.given("identifier", sent.identifier()),
        KnownFleet.infra(sent.infraType()),
        Documented.given("domain", sent.domain()).toLowerCase(Locale.ROOT),
        tenancy,
        tenancy == Tenancy.DEDICATED && sent.maxTenants() == null
            ? 1
            : Documented.given("max_tenants", sent.maxTenants()),
        Documented.given("max_kafka_units", sent.maxKafkaUnits()),
        Optional.ofNullable(sent.placementConfig()).orElse(Map.of()),
        Optional.ofNullable(sent.advancedConfig()).orElse(Map.of()));
  }

  private static Repeats.Created created(Organization organization, Admission admission) {
    FleetView view = view(organization, admission);
    return new Repeats.Created(
        "/organizations/%s/infrastructure/%s/".formatted(view.organization(), view.identifier()),
        view);
  }

  private static FleetView view(Organization organization, Admission admission) {
    return switch (admission) {
      case Admission.Admitted(Fleet fleet) -> FleetView.of(organization, fleet);
      case Admission.IdentifierTaken(Fleet by) ->
          throw ProblemException.conflict(
              "There is another fleet %s already. Change that one, or choose another identifier."
                  .formatted(by.identifier()));
      case Admission.DomainTaken(Fleet by) ->
          throw ProblemException.conflict(
              "The domain %s is that of the fleet %s. Choose another."
                  .formatted(by.domain(), by.identifier()));
      case Admission.Refused(List<Complaint> complaints) -> throw Documented.refused(complaints);
      case Admission.RegionBarred(String why) ->
          throw ProblemException.invalid("placement_config.region", why);
      case Admission.Hindered(String why) -> throw ProblemException.conflict(why);
      case Admission.Absent() -> throw KnownFleet.absent();
    };
  }

  @GET
  @Needs(Scope.READ)
  @Operation(summary = "List fleets, by identifier")
  public Page<FleetView> list(
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable Integer limit,
      @QueryParam("infra_type") @Nullable String infra,
      @QueryParam("status") @Nullable String status) {
    PageRequest page = PageRequest.of(cursor, limit);
    Organization organization = documented.organization(caller);
    var selection =
        new FleetStore.Selection(
            Optional.ofNullable(infra).map(KnownFleet::infra),
            Optional.ofNullable(status).map(KnownFleet::status),
            page.after(),
            page.oneMore());
    return Page.of(
        fleets.list(caller.org(), selection),
        page,
        fleet -> FleetView.of(organization, fleet),
        Fleet::identifier);
  }

  @GET
  @Path("{fleet}")
  @Needs(Scope.READ)
  @Operation(summary = "Show a fleet, by identifier or id")
  public FleetView show(@PathParam("fleet") String fleet) {
    return FleetView.of(documented.organization(caller), known.named(fleet));
  }

  @PATCH
  @Path("{fleet}")
  @Needs(Scope.WRITE)
  @Operation(summary = "Change a fleet's limits, or its parts as long as it is not made")
  @RequestBody(content = @Content(schema = @Schema(implementation = SentFleet.class)))
  public FleetView change(@PathParam("fleet") String fleet, InputStream body) {
    SentFleet sent = documented.read(body, SentFleet.class);
    Fleet before = known.named(fleet);
    Organization organization = documented.organization(caller, sent.organization());
    LentWishes.none(sent);
    immutable("identifier", before.identifier(), sent.identifier());
    immutable("infra_type", before.infra().text(), sent.infraType());
    immutable("domain", before.domain(), sent.domain());
    immutable("tenancy_mode", before.tenancy().text(), sent.tenancyMode());
    return view(
        organization,
        wishes.change(
            caller.org(),
            before.identifier(),
            new FleetChange(
                Optional.ofNullable(sent.maxTenants()),
                Optional.ofNullable(sent.maxKafkaUnits()),
                Optional.ofNullable(sent.placementConfig()),
                Optional.ofNullable(sent.advancedConfig())),
            caller.actor()));
  }

  @DELETE
  @Path("{fleet}")
  @Needs(Scope.ADMIN)
  @Operation(
      summary =
          "Take a fleet down; one that was never begun, or that is to be forgotten, is gone at once"
              + " (204)")
  @APIResponse(
      responseCode = "202",
      description = "It is being taken down",
      content = @Content(schema = @Schema(implementation = FleetView.class)))
  @APIResponse(responseCode = "204", description = "It is gone")
  public Response delete(
      @PathParam("fleet") String fleet,
      @QueryParam("forget") @DefaultValue("false") boolean forget) {
    Organization organization = documented.organization(caller);
    String identifier = known.named(fleet).identifier();
    return switch (forget
        ? fleets.forget(caller.org(), identifier, caller.actor())
        : fleets.delete(caller.org(), identifier, caller.actor())) {
      case Deletion.Gone() -> Response.noContent().build();
      case Deletion.Begun(Fleet begun) ->
          Response.accepted(FleetView.of(organization, begun)).build();
      case Deletion.InUse(Fleet used) ->
          throw ProblemException.conflict(
              "The fleet %s has %d Kafka clusters. Delete them first."
                  .formatted(used.identifier(), used.room().tenants()));
      case Deletion.NotFailed(Fleet now) ->
          throw ProblemException.conflict(
              "The fleet %s is %s. Only one whose deletion failed is forgotten; delete it first."
                  .formatted(now.identifier(), now.status().word()));
      case Deletion.Absent() -> throw KnownFleet.absent();
    };
  }

  private static void immutable(String field, String is, @Nullable String sent) {
    if (sent != null && !sent.equals(is)) {
      throw ProblemException.badField(
          field, "The field %s cannot change. Make another fleet instead.".formatted(field));
    }
  }
}
