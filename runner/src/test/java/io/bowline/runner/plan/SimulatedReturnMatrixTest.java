package io.bowline.runner.plan;

import io.bowline.runner.plan.BrokenRelease.Part;
import io.bowline.testkit.RequiresPart;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

/// Every fault in every component, with real Terraform: five minutes, so it is the night's. Each
/// kind of fault is returned from in every run, in one component or another.
@Tag("real")
@Tag("nightly")
@RequiresPart("terraform")
final class SimulatedReturnMatrixTest extends SimulatedReturnTest {
  @Override
  boolean topics() {
    return true;
  }

  @Override
  Stream<BrokenRelease> releases() {
    return everyFaultOf(Part.values());
  }
}
