package io.bowline.control.edge.http.provider;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.bowline.control.edge.http.documented.Timestamp;
import io.bowline.control.org.Organization;
import io.bowline.control.provider.FleetProvider;
import java.util.Map;

/// A provider as the API shows it.
///
/// @param organization its name
/// @param configuration the same keys as were sent, with secrets masked
/// @param createdAt always with six decimals
public record FleetProviderView(
    String id,
    String organization,
    String identifier,
    @JsonProperty("provider_type") String providerType,
    Map<String, String> configuration,
    @JsonProperty("created_at") String createdAt,
    @JsonProperty("updated_at") String updatedAt) {
  static FleetProviderView of(Organization organization, FleetProvider provider) {
    return new FleetProviderView(
        provider.id().toString(),
        organization.name(),
        provider.identifier(),
        provider.cloud().text(),
        provider.shown(),
        Timestamp.of(provider.createdAt()),
        Timestamp.of(provider.updatedAt()));
  }
}
