package io.bowline.control.edge.http.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.bowline.control.edge.http.documented.Timestamp;
import io.bowline.control.fleet.Room;
import io.bowline.control.kafka.KafkaCluster;
import io.bowline.control.kafka.Placement;
import io.bowline.control.org.Organization;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A Kafka cluster as the API shows it.
///
/// @param fleet the identifier of its fleet
/// @param bootstrapHost where clients connect first, once its brokers are there
/// @param throughputMbps what its units take, in 10^6 bytes produced a second
/// @param left of its fleet, after a change
/// @param placement how its fleet was chosen, where nobody named it
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "KafkaCluster")
public record KafkaClusterView(
    String id,
    String organization,
    String identifier,
    String fleet,
    @JsonProperty("bootstrap_host") String bootstrapHost,
    @JsonProperty("tenancy_mode") String tenancyMode,
    @JsonProperty("kafka_units") int kafkaUnits,
    @JsonProperty("throughput_mbps") long throughputMbps,
    @JsonProperty("created_at") String createdAt,
    @JsonProperty("updated_at") String updatedAt,
    @Nullable RoomView left,
    @Nullable Choice placement) {
  private static final int SHOWN = 20;

  /// How a fleet was chosen.
  ///
  /// @param why what speaks for it
  /// @param others that could have taken it, the best first; 20 at most
  /// @param refused those that could not, and why; 20 at most
  @Schema(name = "ClusterPlacement")
  public record Choice(String fleet, String why, List<Reason> others, List<Reason> refused) {
    static Choice of(KafkaCluster cluster, Placement placement) {
      return new Choice(
          cluster.fleetName(),
          placement.fit().stream()
              .filter(candidate -> candidate.fleet().id().equals(cluster.fleet()))
              .map(Placement.Candidate::why)
              .findFirst()
              .orElse(""),
          placement.fit().stream()
              .filter(candidate -> !candidate.fleet().id().equals(cluster.fleet()))
              .limit(SHOWN)
              .map(Reason::of)
              .toList(),
          placement.refused().stream().limit(SHOWN).map(Reason::of).toList());
    }
  }

  /// A fleet, and what speaks for or against it.
  @Schema(name = "ClusterPlacementReason")
  public record Reason(String fleet, String why) {
    static Reason of(Placement.Candidate candidate) {
      return new Reason(candidate.fleet().identifier(), candidate.why());
    }
  }

  static KafkaClusterView of(
      Organization organization,
      KafkaCluster cluster,
      Optional<Room> room,
      Optional<Placement> placement) {
    return new KafkaClusterView(
        cluster.id().toString(),
        organization.name(),
        cluster.identifier(),
        cluster.fleetName(),
        cluster.bootstrapHost(),
        cluster.tenancy().text(),
        cluster.units(),
        Room.megabytes(cluster.units()),
        Timestamp.of(cluster.createdAt()),
        Timestamp.of(cluster.updatedAt()),
        room.map(RoomView::left).orElse(null),
        placement.map(chosen -> Choice.of(cluster, chosen)).orElse(null));
  }
}
