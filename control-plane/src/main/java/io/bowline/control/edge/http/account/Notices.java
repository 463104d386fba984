package io.bowline.control.edge.http.account;

import io.bowline.control.departure.Departures;
import io.bowline.control.staff.StaffAccess;
import io.bowline.control.staff.StaffAccesses;
import io.bowline.model.id.OrgId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What members are told when they sign in: who of the vendor's staff is in their organization or
/// waits to be, and that it is to be deleted.
@Singleton
public final class Notices {
  private final StaffAccesses accesses;
  private final Departures departures;

  Notices(StaffAccesses accesses, Departures departures) {
    this.accesses = accesses;
    this.departures = departures;
  }

  /// One of them.
  ///
  /// @param kind `staff-in`, `staff-waits` or `deletion`
  /// @param subject id of the access; of the organization that is to be deleted
  /// @param text for people, with what to do
  public record NoticeView(String kind, String subject, String text) {}

  /// What there is to tell at this moment.
  public List<NoticeView> of(OrgId org) {
    return Stream.concat(
            accesses.standing(org).stream().map(Notices::of),
            departures.find(org).stream()
                .map(departure ->
                    new NoticeView(
                        "deletion",
                        org.toString(),
                        "The organization is to be deleted on %s, as %s asked. See bowline org"
                                .formatted(seconds(departure.due()), departure.askedBy())
                            + " deletion; an owner takes it back: bowline org keep.")))
        .toList();
  }

  private static NoticeView of(StaffAccess access) {
    String id = access.id().toString();
    Optional<Instant> until = access.expiresAt();
    return until.isPresent()
        ? new NoticeView(
            "staff-in",
            id,
            "The vendor's staff/%s is let in until %s: %s. An owner or admin ends it: bowline access end %s."
                .formatted(access.staff(), seconds(until.get()), access.reason(), id))
        : new NoticeView(
            "staff-waits",
            id,
            "The vendor's staff/%s asks to be let in for %d hours: %s. An owner or admin decides: bowline access approve %s."
                .formatted(access.staff(), access.hours(), access.reason(), id));
  }

  private static Instant seconds(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS);
  }
}
