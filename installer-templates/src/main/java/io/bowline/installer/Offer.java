package io.bowline.installer;

import java.util.List;
import java.util.Optional;

/// What there is for a cloud.
public sealed interface Offer {
  /// Ways in.
  ///
  /// @param doors the easiest first
  /// @param preview what to know of a cloud that is offered as a preview; empty for the others
  record Doors(List<Door> doors, Optional<String> preview) implements Offer {}

  /// Nobody can have an install there.
  record Unsupported(String why) implements Offer {}

  /// For a cloud as the API spells it.
  static Offer of(String cloud) {
    List<Door> doors = Door.of(cloud);
    if (doors.isEmpty()) {
      return new Unsupported("%s is not supported for BYOC".formatted(cloud));
    }
    return new Doors(
        doors,
        switch (cloud) {
          case "gcp", "oci" ->
              Optional.of(
                  "what is made there was checked, and never made in a real account of ours");
          default -> Optional.empty();
        });
  }
}
