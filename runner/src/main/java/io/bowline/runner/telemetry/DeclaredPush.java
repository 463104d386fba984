package io.bowline.runner.telemetry;

import io.bowline.runner.egress.Door;
import io.bowline.runner.egress.Egress;
import io.bowline.runner.telemetry.spool.Batch;

/// Sends of a batch only what may leave; what may not counts as taken, so that it is kept no
/// longer.
///
/// @param next takes what is left
record DeclaredPush(Door door, Egress egress, Push next) implements Push {
  @Override
  public Answer send(Batch batch) throws InterruptedException {
    var leaves =
        new Batch(
            batch.number(),
            batch.readings().stream().filter(r -> egress.admits(door, r.labels())).toList(),
            batch.losses().stream().filter(l -> egress.admits(door, l.labels())).toList());
    return leaves.readings().isEmpty() && leaves.losses().isEmpty()
        ? new Answer.Taken()
        : next.send(leaves);
  }
}
