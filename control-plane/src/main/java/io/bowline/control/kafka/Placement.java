package io.bowline.control.kafka;

import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.FleetRoom;
import io.bowline.control.fleet.Tenancy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Which fleets a Kafka cluster could stand on: the best first, and why the others are none.
///
/// @param fit those that can take it, the best first
/// @param refused those that cannot
public record Placement(List<Candidate> fit, List<Candidate> refused) {
  public Placement {
    fit = List.copyOf(fit);
    refused = List.copyOf(refused);
  }

  /// A fleet and what speaks for or against it.
  public record Candidate(Fleet fleet, int preferences, String why) {}

  /// Looks at fleets. What is required refuses; what is preferred ranks; among equals the one goes
  /// first that has the least room left, so that big clusters find room too.
  public static Placement of(
      List<Fleet> fleets, Tenancy tenancy, int units, Wanted require, Wanted prefer) {
    var fit = new ArrayList<Candidate>();
    var refused = new ArrayList<Candidate>();
    for (Fleet fleet : fleets) {
      hindrance(fleet, tenancy, units, require)
          .ifPresentOrElse(
              why -> refused.add(new Candidate(fleet, 0, why)),
              () -> fit.add(judged(fleet, prefer)));
    }
    fit.sort(
        Comparator.comparingInt((Candidate candidate) -> -candidate.preferences())
            .thenComparingInt(candidate -> candidate.fleet().room().unitsLeft())
            .thenComparing(candidate -> candidate.fleet().identifier()));
    return new Placement(fit, refused);
  }

  private static Optional<String> hindrance(
      Fleet fleet, Tenancy tenancy, int units, Wanted require) {
    List<String> unmet = require.of(fleet).unmet();
    return unmet.isEmpty()
        ? FleetRoom.hindrance(fleet, tenancy, units)
        : Optional.of(String.join("; ", unmet));
  }

  private static Candidate judged(Fleet fleet, Wanted prefer) {
    Wanted.Match match = prefer.of(fleet);
    int asked = match.met().size() + match.unmet().size();
    String room = "%d Kafka units left".formatted(fleet.room().unitsLeft());
    String met = match.met().isEmpty() ? "" : " (%s)".formatted(String.join(", ", match.met()));
    return new Candidate(
        fleet,
        match.met().size(),
        asked == 0
            ? room
            : "meets %d of %d preferences%s; %s".formatted(match.met().size(), asked, met, room));
  }
}
