package io.bowline.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.testkit.terraform.Made;
import io.bowline.testkit.terraform.StandIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The labels of a resource, by whichever word its cloud has for them.
final class Labels {
  private static final List<String> WORDS =
      List.of("tags", "labels", "freeform_tags", "resource_labels", "user_labels");

  private Labels() {}

  /// Whether a kind of resource has labels at all.
  static boolean canBeSaid(StandIn provider, String type) {
    try {
      JsonNode attributes =
          provider.recorded().path("resource_schemas").path(type).path("block").path("attributes");
      return WORDS.stream().anyMatch(attributes::has);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The values of all its labels.
  static Set<String> of(Made.Resource resource) {
    var values = new TreeSet<String>();
    WORDS.forEach(word -> resource.at(word).forEach(value -> values.add(value.asText())));
    return values;
  }
}
