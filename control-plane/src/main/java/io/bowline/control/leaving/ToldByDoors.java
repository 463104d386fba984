package io.bowline.control.leaving;

import io.bowline.cloud.leaving.Kinds;
import io.bowline.control.arrival.door.DoorFollower;
import io.bowline.control.arrival.door.DoorReport;
import io.bowline.control.platform.Tx;
import io.bowline.model.belonging.Belonging;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/// What doors tell of what they made, and that it is gone.
@ApplicationScoped
class ToldByDoors implements DoorFollower {
  private final Belongings belongings;

  ToldByDoors(Belongings belongings) {
    this.belongings = belongings;
  }

  @Override
  public void reported(Tx tx, DoorReport report) {
    List<Belonging> named =
        report.made().stream()
            .filter(made -> !made.kind().isBlank() && !made.id().isBlank())
            .map(made -> Belonging.there(Belonging.DOOR, Kinds.of(made.kind()), made.id(), false))
            .toList();
    if (report.phase().gone()) {
      belongings.doorIsOver(tx, report.org(), report.install(), named);
    } else {
      belongings.told(tx, report.org(), report.install(), Witness.DOOR, named);
    }
  }
}
