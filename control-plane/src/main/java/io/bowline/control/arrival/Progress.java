package io.bowline.control.arrival;

import io.bowline.control.arrival.door.Setbacks;
import io.bowline.control.install.InstallEvent;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.Installs;
import io.bowline.control.platform.Tx;
import io.bowline.control.runner.Admission;
import io.bowline.control.runner.EnrollmentToken;
import io.bowline.control.runner.RunnerArrival;
import io.bowline.control.runner.RunnerRecord;
import io.bowline.model.place.Cloud;
import io.bowline.proto.codec.LinkRefusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Moves an install along as its tokens go out, end, or are brought from elsewhere.
@ApplicationScoped
public class Progress implements RunnerArrival {
  private final Installs installs;
  private final Setbacks setbacks;

  public Progress(Installs installs, Setbacks setbacks) {
    this.installs = installs;
    this.setbacks = setbacks;
  }

  @Override
  public void expected(Tx tx, EnrollmentToken token) {
    Optional<InstallRecord> install = installs.find(tx, token.org(), token.install());
    boolean baseLayerFirst = install.flatMap(of -> Cloud.parse(of.cloud())).isPresent();
    move(
        tx,
        token,
        baseLayerFirst ? InstallEvent.HANDED_OUT : InstallEvent.RUNNER_EXPECTED,
        "an enrollment token is out that works once, until " + second(token.expiresAt()));
  }

  @Override
  public void enrolled(Tx tx, RunnerRecord runner) {
    installs.move(tx, runner.org(), runner.install(), InstallEvent.HEARD, "");
  }

  @Override
  public void lapsed(Tx tx, EnrollmentToken token) {
    move(
        tx,
        token,
        InstallEvent.LAPSED,
        "the enrollment token ended unused at %s; make another one, and begin with it anew"
            .formatted(second(token.expiresAt())));
  }

  @Override
  public void turnedAway(Tx tx, EnrollmentToken token, Admission.Refused refused) {
    setbacks.lost(
        tx,
        token,
        InstallEvent.TURNED_AWAY,
        "a runner was turned away: %s. That token is void; make another one, and run the installer where this install is to be"
            .formatted(refused.message()));
  }

  @Override
  public void keptOut(Tx tx, EnrollmentToken token, Admission.Refused refused) {
    if (refused.why() != LinkRefusal.BUSY) {
      move(
          tx,
          token,
          InstallEvent.KEPT_OUT,
          "a runner came and was not let in: %s; what to do there: %s"
              .formatted(refused.message(), refused.why().advice()));
    }
  }

  private void move(Tx tx, EnrollmentToken token, InstallEvent event, String reason) {
    boolean _ = installs.move(tx, token.org(), token.install(), event, reason);
  }

  private static Instant second(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS);
  }
}
