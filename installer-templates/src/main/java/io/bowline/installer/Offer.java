package io.bowline.installer;

import java.util.List;

/// What there is for a cloud.
public sealed interface Offer {
  /// Ways in, the easiest first.
  record Doors(List<Door> doors) implements Offer {}

  /// The cloud is to come; nothing is rendered for it yet.
  record Preview(String why) implements Offer {}

  /// Nobody can have an install there.
  record Unsupported(String why) implements Offer {}

  /// For a cloud as the API spells it.
  static Offer of(String cloud) {
    List<Door> doors = Door.of(cloud);
    if (!doors.isEmpty()) {
      return new Doors(doors);
    }
    return switch (cloud) {
      case "gcp", "oci" ->
          new Preview("no template for %s is rendered by this version yet".formatted(cloud));
      default -> new Unsupported("%s is not supported for BYOC".formatted(cloud));
    };
  }
}
