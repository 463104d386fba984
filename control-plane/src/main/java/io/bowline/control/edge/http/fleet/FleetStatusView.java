package io.bowline.control.edge.http.fleet;

import io.bowline.control.edge.http.documented.Timestamp;
import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.Standing;
import java.util.List;

/// How a fleet is, and how it was.
///
/// @param history every status with its reason and since when, oldest first; the last is now
public record FleetStatusView(String status, String reason, String at, List<StandingView> history) {
  /// How it was for a while.
  public record StandingView(String status, String reason, String at) {
    static StandingView of(Standing standing) {
      return new StandingView(
          standing.status().word(), standing.reason(), Timestamp.of(standing.since()));
    }
  }

  static FleetStatusView of(Fleet fleet, List<Standing> history) {
    return new FleetStatusView(
        fleet.status().word(),
        fleet.standing().reason(),
        Timestamp.of(fleet.standing().since()),
        history.stream().map(StandingView::of).toList());
  }
}
