package io.bowline.control.catalog;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// What somebody did to a channel or a release.
///
/// @param number grows with every event of the product
/// @param channel that was moved, when it was one
/// @param was the release before
/// @param became the release after
public record CatalogEvent(
    String product,
    long number,
    Instant at,
    String by,
    Kind kind,
    Optional<String> channel,
    Optional<ReleaseName> was,
    Optional<ReleaseName> became,
    String reason) {

  /// What was done.
  public enum Kind {
    /// A channel was made, or moved to a newer release.
    PROMOTE,
    /// A channel was moved to an older release by a person.
    BACK,
    /// A channel left a release that was yanked.
    FALL_BACK,
    YANK,
    UNYANK;

    /// The word in the API and the database.
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }
}
