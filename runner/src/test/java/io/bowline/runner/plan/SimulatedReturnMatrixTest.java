package io.bowline.runner.plan;

import io.bowline.runner.plan.BrokenRelease.Part;
import io.bowline.testkit.RequiresPart;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

/// Every fault in every component, with real Terraform.
@Tag("real")
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
