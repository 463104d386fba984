package io.bowline.model.place;

import java.util.Locale;
import java.util.Optional;

/// Where data is or goes.
///
/// @param region as its cloud names it
public record Place(Cloud cloud, String region, Optional<String> zone) {
  public Place {
    if (region.isBlank() || zone.filter(String::isBlank).isPresent()) {
      throw new IllegalArgumentException("a region or zone must have a name");
    }
  }

  /// How far apart two places are.
  public enum Distance {
    SAME_ZONE,
    SAME_REGION,
    OTHER_REGION,
    OTHER_CLOUD;

    /// As it is written in files: `same-zone`.
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Reads {@link #text()}.
    public static Distance parse(String text) {
      for (Distance distance : values()) {
        if (distance.text().equals(text)) {
          return distance;
        }
      }
      throw new IllegalArgumentException(
          "no distance %s: same-zone, same-region, other-region or other-cloud".formatted(text));
    }
  }

  /// How far it is to another place; a zone that is not known is another one.
  public Distance to(Place other) {
    if (cloud != other.cloud) {
      return Distance.OTHER_CLOUD;
    }
    if (!region.equals(other.region)) {
      return Distance.OTHER_REGION;
    }
    return zone.isPresent() && zone.equals(other.zone) ? Distance.SAME_ZONE : Distance.SAME_REGION;
  }

  /// What to say of an install that stands here and reads from a source; nothing where its traffic
  /// is usually free.
  public Optional<String> warningFor(Place source) {
    return switch (source.to(this)) {
      case SAME_ZONE, SAME_REGION -> Optional.empty();
      case OTHER_REGION, OTHER_CLOUD ->
          Optional.of(
              "The source is in %s and the install in %s: each byte crosses regions, which costs time and egress; put the install where the source is."
                  .formatted(source.shown(), shown()));
    };
  }

  private String shown() {
    return cloud.text() + " " + region;
  }
}
