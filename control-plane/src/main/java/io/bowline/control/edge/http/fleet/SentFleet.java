package io.bowline.control.edge.http.fleet;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A fleet as it is sent.
///
/// @param organization may be left out; else that of the path
/// @param infraType `byok`, `aws`, `gcp`, `oci` or `azure`
/// @param tenancyMode `shared`, `isolated` or `dedicated`
/// @param advancedConfig its inner parts; each `infra_type` has its own
/// @param placementConfig where it is; each `infra_type` has its own
/// @param kubeconfig with `byok`: lent to put a runner into the cluster; never shown again
/// @param context which context of the kubeconfig; else the current one, or the only one
@Schema(name = "FleetWish")
public record SentFleet(
    @Nullable String organization,
    @Nullable String identifier,
    @JsonProperty("infra_type") @Nullable String infraType,
    @Nullable String domain,
    @JsonProperty("max_tenants") @Nullable Integer maxTenants,
    @JsonProperty("max_kafka_units") @Nullable Integer maxKafkaUnits,
    @JsonProperty("tenancy_mode") @Nullable String tenancyMode,
    @JsonProperty("advanced_config")
        @Schema(type = SchemaType.OBJECT, implementation = Object.class)
        @Nullable Map<String, JsonNode> advancedConfig,
    @JsonProperty("placement_config")
        @Schema(type = SchemaType.OBJECT, implementation = Object.class)
        @Nullable Map<String, JsonNode> placementConfig,
    @Nullable String kubeconfig,
    @Nullable String context) {
  /// The same without the kubeconfig, of which not even a hash is kept.
  SentFleet withoutSecret() {
    return new SentFleet(
        organization,
        identifier,
        infraType,
        domain,
        maxTenants,
        maxKafkaUnits,
        tenancyMode,
        advancedConfig,
        placementConfig,
        null,
        context);
  }

  @Override
  public String toString() {
    return "SentFleet[%s, %s]".formatted(identifier, infraType);
  }
}
