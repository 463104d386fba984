package io.bowline.testkit.azure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where a resource is, as Azure writes it: `/subscriptions/…/resourceGroups/…/providers/…`.
///
/// @param type with every level of it
/// @param name of its last level
public record ArmId(String text, String type, String name, Optional<String> parent) {
  private static final String PROVIDERS = "/providers/";

  /// Reads one. What Azure itself says about a resource's place is in its last provider.
  public static ArmId of(String text) {
    int at = text.lastIndexOf(PROVIDERS);
    String[] parts = text.substring(at < 0 ? 0 : at + 1).split("/", -1);
    if (at < 0) {
      if (parts.length != 5) {
        throw new IllegalArgumentException("not the id of a group: " + text);
      }
      return new ArmId(text, "Microsoft.Resources/resourceGroups", parts[4], Optional.empty());
    }
    // providers, namespace, then pairs of kind and name
    if (parts.length < 4 || parts.length % 2 != 0) {
      throw new IllegalArgumentException("not the id of a resource: " + text);
    }
    List<String> type = new ArrayList<>(List.of(parts[1]));
    for (int each = 2; each < parts.length; each += 2) {
      type.add(parts[each]);
    }
    String parent =
        parts.length > 4
            ? text.substring(0, text.lastIndexOf('/', text.lastIndexOf('/') - 1))
            : text.substring(0, at);
    return new ArmId(text, String.join("/", type), parts[parts.length - 1], Optional.of(parent));
  }

  /// As two are compared: Azure knows no capitals in them.
  public String key() {
    return text.toLowerCase(java.util.Locale.ROOT);
  }
}
