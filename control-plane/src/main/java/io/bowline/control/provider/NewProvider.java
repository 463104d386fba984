package io.bowline.control.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.model.place.Cloud;
import java.util.Map;

/// A wish for a provider.
///
/// @param configuration as it was sent: its form is looked at here
public record NewProvider(String identifier, Cloud cloud, Map<String, JsonNode> configuration) {
  @Override
  public String toString() {
    return "NewProvider[%s, %s]".formatted(identifier, cloud);
  }
}
