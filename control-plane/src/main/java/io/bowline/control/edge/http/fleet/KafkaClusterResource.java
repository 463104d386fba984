package io.bowline.control.edge.http.fleet;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.bowline.cloud.Complaint;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.Page;
import io.bowline.control.edge.http.PageRequest;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.edge.http.Repeats;
import io.bowline.control.edge.http.documented.Documented;
import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.Room;
import io.bowline.control.kafka.Creation;
import io.bowline.control.kafka.KafkaCluster;
import io.bowline.control.kafka.KafkaClusters;
import io.bowline.control.kafka.NewCluster;
import io.bowline.control.kafka.NewCluster.Where;
import io.bowline.control.kafka.Placement;
import io.bowline.control.kafka.Wanted;
import io.bowline.control.org.Organization;
import io.bowline.control.org.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Kafka clusters of an organization.
@Path("/api/v1/organizations/{org}/clusters")
@Tag(name = "fleets")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class KafkaClusterResource {
  private final KafkaClusters clusters;
  private final KnownFleet known;
  private final Documented documented;
  private final Repeats repeats;
  private final Caller caller;

  KafkaClusterResource(
      KafkaClusters clusters,
      KnownFleet known,
      Documented documented,
      Repeats repeats,
      Caller caller) {
    this.clusters = clusters;
    this.known = known;
    this.documented = documented;
    this.repeats = repeats;
    this.caller = caller;
  }

  /// What a fleet should be like.
  ///
  /// @param account the identifier of a fleet provider
  @Schema(name = "WantedFleet")
  public record WantedView(
      @JsonProperty("infra_type") @Nullable String infraType,
      @Nullable String region,
      @Nullable String account) {
    static Wanted read(@Nullable WantedView sent) {
      return sent == null
          ? Wanted.ANY
          : new Wanted(
              Optional.ofNullable(sent.infraType()).map(KnownFleet::infra),
              Optional.ofNullable(sent.region()),
              Optional.ofNullable(sent.account()));
    }
  }

  /// How a fleet is to be chosen: what is required refuses, what is preferred ranks.
  @Schema(name = "ClusterPlacementWish")
  public record PlacementWish(@Nullable WantedView require, @Nullable WantedView prefer) {}

  /// A cluster as it is sent.
  ///
  /// @param fleet its fleet; left out, the best one is chosen
  /// @param placementConfig how to choose, where no fleet is named
  @Schema(name = "KafkaClusterWish")
  public record SentCluster(
      @Nullable String organization,
      @Nullable String identifier,
      @JsonProperty("tenancy_mode") @Nullable String tenancyMode,
      @JsonProperty("kafka_units") @Nullable Integer kafkaUnits,
      @Nullable String fleet,
      @JsonProperty("placement_config") @Nullable PlacementWish placementConfig) {}

  /// Another size.
  @Schema(name = "KafkaClusterSize")
  public record SentSize(
      @Nullable String organization, @JsonProperty("kafka_units") @Nullable Integer kafkaUnits) {}

  @POST
  @Needs(Scope.WRITE)
  @Operation(summary = "Make a Kafka cluster on a fleet, or on the best one")
  @RequestBody(content = @Content(schema = @Schema(implementation = SentCluster.class)))
  @APIResponse(
      responseCode = "200",
      description = "OK",
      content = @Content(schema = @Schema(implementation = KafkaClusterView.class)))
  public Response create(InputStream body, @HeaderParam("Idempotency-Key") @Nullable String key) {
    SentCluster sent = documented.read(body, SentCluster.class);
    Organization organization = documented.organization(caller, sent.organization());
    var wish =
        new NewCluster(
            Documented.given("identifier", sent.identifier()),
            KnownFleet.tenancy(sent.tenancyMode()),
            Documented.given("kafka_units", sent.kafkaUnits()),
            where(sent));
    return repeats.create(
        caller,
        caller.org(),
        key,
        sent,
        tx -> created(organization, clusters.create(tx, caller.org(), wish, caller.actor())));
  }

  private static Where where(SentCluster sent) {
    PlacementWish placement = sent.placementConfig();
    String fleet = sent.fleet();
    if (fleet == null) {
      return placement == null
          ? new Where.Best(Wanted.ANY, Wanted.ANY)
          : new Where.Best(
              WantedView.read(placement.require()), WantedView.read(placement.prefer()));
    }
    if (placement != null) {
      throw ProblemException.badField(
          "placement_config",
          "The field placement_config chooses a fleet, and fleet names one. Leave one of them out.");
    }
    return new Where.On(fleet);
  }

  private static Repeats.Created created(Organization organization, Creation creation) {
    KafkaClusterView view = view(organization, creation);
    return new Repeats.Created(
        "/organizations/%s/clusters/%s/".formatted(view.organization(), view.identifier()), view);
  }

  private static KafkaClusterView view(Organization organization, Creation creation) {
    return switch (creation) {
      case Creation.Made(KafkaCluster cluster, Room room, Optional<Placement> placement) ->
          KafkaClusterView.of(organization, cluster, Optional.of(room), placement);
      case Creation.IdentifierTaken(KafkaCluster by) ->
          throw ProblemException.conflict(
              "There is a Kafka cluster %s already. Choose another identifier."
                  .formatted(by.identifier()));
      case Creation.NoRoom(String why) -> throw ProblemException.conflict(why);
      case Creation.Refused(Complaint complaint) -> throw Documented.refused(List.of(complaint));
      case Creation.Absent() -> throw absent();
    };
  }

  private static ProblemException absent() {
    return ProblemException.notFound("Kafka cluster");
  }

  @GET
  @Needs(Scope.READ)
  @Operation(summary = "List Kafka clusters, by identifier")
  public Page<KafkaClusterView> list(
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable Integer limit,
      @QueryParam("fleet") @Nullable String fleet) {
    PageRequest page = PageRequest.of(cursor, limit);
    Organization organization = documented.organization(caller);
    return Page.of(
        clusters.list(
            caller.org(),
            Optional.ofNullable(fleet).map(known::named).map(Fleet::id),
            page.after(),
            page.oneMore()),
        page,
        cluster -> KafkaClusterView.of(organization, cluster, Optional.empty(), Optional.empty()),
        KafkaCluster::identifier);
  }

  @GET
  @Path("{cluster}")
  @Needs(Scope.READ)
  @Operation(summary = "Show a Kafka cluster")
  public KafkaClusterView show(@PathParam("cluster") String cluster) {
    return clusters
        .find(caller.org(), cluster)
        .map(found ->
            KafkaClusterView.of(
                documented.organization(caller), found, Optional.empty(), Optional.empty()))
        .orElseThrow(KafkaClusterResource::absent);
  }

  @PATCH
  @Path("{cluster}")
  @Needs(Scope.WRITE)
  @Operation(summary = "Give a Kafka cluster more units, or fewer")
  @RequestBody(content = @Content(schema = @Schema(implementation = SentSize.class)))
  public KafkaClusterView resize(@PathParam("cluster") String cluster, InputStream body) {
    SentSize sent = documented.read(body, SentSize.class);
    Organization organization = documented.organization(caller, sent.organization());
    return view(
        organization,
        clusters.resize(
            caller.org(),
            cluster,
            Documented.given("kafka_units", sent.kafkaUnits()),
            caller.actor()));
  }

  @DELETE
  @Path("{cluster}")
  @Needs(Scope.ADMIN)
  @Operation(summary = "Delete a Kafka cluster, and give its room back to the fleet")
  public void delete(@PathParam("cluster") String cluster) {
    if (clusters.delete(caller.org(), cluster, caller.actor()).isEmpty()) {
      throw absent();
    }
  }
}
