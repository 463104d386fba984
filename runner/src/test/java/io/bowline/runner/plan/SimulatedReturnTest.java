package io.bowline.runner.plan;

import io.bowline.runner.plan.BrokenRelease.Fault;
import io.bowline.runner.plan.BrokenRelease.Part;
import io.bowline.runner.plan.PlanStory.Place;
import io.bowline.simulator.fault.Fault.Effect;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

/// In a simulated account, with nothing but the JDK: a kind of fault in each component.
class SimulatedReturnTest extends ReturnContract {
  private SimulatedPlace simulated;

  @Override
  Place place(Path home) throws IOException {
    simulated = SimulatedPlace.start(home);
    return simulated.place();
  }

  @Override
  void leave() {
    simulated.close();
  }

  @Override
  boolean topics() {
    return false;
  }

  @Override
  void refuseService() {
    var refusal = new Effect.Fail(403, "admission webhook \"guard.example\" denied the request");
    simulated
        .account()
        .faults()
        .add(io.bowline.simulator.fault.Fault.on("PATCH", ".*/services/generator", refusal, 1));
  }

  @Override
  Stream<BrokenRelease> releases() {
    return Stream.of(
        new BrokenRelease(Part.GENERATOR, Fault.HANG),
        new BrokenRelease(Part.CONNECTOR, Fault.FAILING_HOOK),
        new BrokenRelease(Part.GENERATOR, Fault.MISSING_IMAGE));
  }
}
