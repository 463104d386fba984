package io.bowline.control.edge.http.fleet;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.bowline.control.edge.http.documented.Timestamp;
import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.FleetRemarks;
import io.bowline.control.fleet.form.InfraType;
import io.bowline.control.org.Organization;
import io.bowline.model.id.InstallId;
import io.bowline.model.sizing.NodeShape;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A fleet as the API shows it.
///
/// @param organization its name
/// @param kubeconfig never shown
/// @param kubeconfigStr never shown
/// @param createdAt always with six decimals
@Schema(name = "Fleet")
public record FleetView(
    String id,
    String organization,
    String identifier,
    @JsonProperty("infra_type") String infraType,
    String domain,
    @JsonProperty("max_tenants") int maxTenants,
    @JsonProperty("max_kafka_units") int maxKafkaUnits,
    @JsonProperty("tenancy_mode") String tenancyMode,
    @JsonProperty("advanced_config")
        @Schema(type = SchemaType.OBJECT, implementation = Object.class)
        Map<String, Object> advancedConfig,
    @JsonProperty("placement_config")
        @Schema(type = SchemaType.OBJECT, implementation = Object.class)
        Map<String, Object> placementConfig,
    @JsonProperty("provisioner_name") @Nullable String provisionerName,
    @JsonProperty("destroyer_name") @Nullable String destroyerName,
    @Nullable String kubeconfig,
    @JsonProperty("kubeconfig_str") @Nullable String kubeconfigStr,
    Metadata metadata,
    @JsonProperty("prometheus_endpoint") @Nullable String prometheusEndpoint,
    @JsonProperty("opencost_endpoint") @Nullable String opencostEndpoint,
    @JsonProperty("loki_endpoint") @Nullable String lokiEndpoint,
    @JsonProperty("loadbalancer_dns") @Nullable String loadbalancerDns,
    @JsonProperty("advanced_properties") Properties advancedProperties,
    String status,
    @JsonProperty("created_at") String createdAt,
    @JsonProperty("updated_at") String updatedAt,
    @Nullable String network) {
  /// What there is to say of it beside what was sent.
  ///
  /// @param statusReason why its status is what it is
  /// @param statusAt since when
  /// @param maturity `Experimental` or `Preview`; null for neither
  /// @param install the data plane whose runner serves it, once there is one
  /// @param used what Kafka clusters take of it
  /// @param left what may still be taken
  /// @param warnings what had better be otherwise
  @Schema(name = "FleetMetadata")
  public record Metadata(
      @JsonProperty("status_reason") String statusReason,
      @JsonProperty("status_at") String statusAt,
      @Nullable String maturity,
      @Nullable String install,
      RoomView used,
      RoomView left,
      List<String> warnings) {}

  /// The size of its nodes.
  ///
  /// @param nodeSize as it was sent, or what is recommended
  /// @param recommendedNodeSize for one unit on each
  @Schema(name = "FleetProperties")
  public record Properties(
      @JsonProperty("node_size") NodeSize nodeSize,
      @JsonProperty("recommended_node_size") NodeSize recommendedNodeSize) {}

  /// Processors, and memory in 10^9 bytes.
  public record NodeSize(int cpu, @JsonProperty("memory_gb") int memoryGb) {
    static NodeSize of(NodeShape shape) {
      return new NodeSize(shape.vcpu(), shape.memoryGb());
    }
  }

  static FleetView of(Organization organization, Fleet fleet) {
    return new FleetView(
        fleet.id().toString(),
        organization.name(),
        fleet.identifier(),
        fleet.infra().text(),
        fleet.domain(),
        fleet.room().maxTenants(),
        fleet.room().maxKafkaUnits(),
        fleet.tenancy().text(),
        fleet.advanced(),
        fleet.placement(),
        null,
        null,
        null,
        null,
        metadata(fleet),
        null,
        null,
        null,
        null,
        new Properties(
            NodeSize.of(FleetRemarks.nodeSize(fleet).orElse(NodeShape.STANDARD)),
            NodeSize.of(NodeShape.STANDARD)),
        fleet.status().word(),
        Timestamp.of(fleet.createdAt()),
        Timestamp.of(fleet.updatedAt()),
        null);
  }

  private static Metadata metadata(Fleet fleet) {
    return new Metadata(
        fleet.standing().reason(),
        Timestamp.of(fleet.standing().since()),
        maturity(fleet.infra()),
        fleet.install().map(InstallId::toString).orElse(null),
        RoomView.used(fleet.room()),
        RoomView.left(fleet.room()),
        FleetRemarks.of(fleet));
  }

  private static @Nullable String maturity(InfraType infra) {
    return switch (infra) {
      case AZURE -> "Experimental";
      case GCP -> "Preview";
      case BYOK, AWS, ORACLE -> null;
    };
  }
}
