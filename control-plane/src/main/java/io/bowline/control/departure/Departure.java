package io.bowline.control.departure;

import io.bowline.model.id.OrgId;
import java.time.Instant;
import java.util.Optional;

/// An organization that is to go, or is gone.
///
/// @param name which nobody is given again
/// @param due until when it can be taken back
/// @param last what is known of its end
public record Departure(
    OrgId org, String name, String askedBy, Instant asked, Instant due, Last last) {
  /// The end.
  ///
  /// @param shredded when its data key was destroyed, and with it every secret
  /// @param auditEntries how many entries its audit had
  /// @param auditHash the last one's hash, which stands for all of them
  /// @param ended when nothing of it was left
  public record Last(
      Optional<Instant> shredded,
      Optional<Long> auditEntries,
      Optional<String> auditHash,
      Optional<Instant> ended) {}
}
