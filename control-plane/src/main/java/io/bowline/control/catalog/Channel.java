package io.bowline.control.catalog;

import java.time.Instant;
import java.util.Optional;

/// A named pointer to a release of a product.
///
/// @param release what it points at; nothing when that was yanked and nothing good came before it
/// @param revision another number after every move
public record Channel(
    String product,
    String name,
    Optional<ReleaseName> release,
    long revision,
    Instant movedAt,
    String movedBy) {

  /// Where it points, in words.
  public String pointsAt() {
    return release.map(at -> "points at " + at.version()).orElse("is empty");
  }
}
