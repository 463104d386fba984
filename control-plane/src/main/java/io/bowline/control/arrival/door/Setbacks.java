package io.bowline.control.arrival.door;

import io.bowline.control.install.InstallEvent;
import io.bowline.control.install.Installs;
import io.bowline.control.platform.Tx;
import io.bowline.control.runner.EnrollmentToken;
import io.bowline.control.runner.RunnerStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// Moves an install back when one of its tokens is lost: never behind what is under way with
/// another one.
@ApplicationScoped
public class Setbacks {
  private final Installs installs;
  private final RunnerStore tokens;
  private final DoorStore doors;

  public Setbacks(Installs installs, RunnerStore tokens, DoorStore doors) {
    this.installs = installs;
    this.tokens = tokens;
    this.doors = doors;
  }

  /// This token admits nobody any more, and what was begun with it is over.
  ///
  /// @param event what that is where nothing else is out
  public void lost(Tx tx, EnrollmentToken token, InstallEvent event, String reason) {
    // whatever is told or handed out meanwhile waits for this, and is seen by the next
    if (installs.lock(tx, token.org(), token.install()).isEmpty()) {
      return;
    }
    Optional<StillOut> still =
        StillOut.of(
            tokens.tokensOut(tx, token.org(), token.install()).stream()
                .filter(other -> !other.id().equals(token.id()))
                .toList(),
            doors.list(tx, token.org(), token.install(), DoorReports.MOST));
    boolean _ =
        installs.move(
            tx,
            token.org(),
            token.install(),
            still.map(StillOut::event).orElse(event),
            still.map(other -> reason + "; " + other.words()).orElse(reason));
  }
}
