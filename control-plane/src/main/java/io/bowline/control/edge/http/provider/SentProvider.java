package io.bowline.control.edge.http.provider;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A provider as it is sent.
///
/// @param organization may be left out; else that of the path
/// @param configuration what each type has in it, see `provider-types`
@Schema(name = "FleetProviderWish")
public record SentProvider(
    @Nullable String organization,
    @Nullable String identifier,
    @JsonProperty("provider_type") @Nullable String providerType,
    @Schema(type = SchemaType.OBJECT, implementation = Object.class)
        @Nullable Map<String, JsonNode> configuration) {

  @Override
  public String toString() {
    return "SentProvider[%s, %s]".formatted(identifier, providerType);
  }
}
