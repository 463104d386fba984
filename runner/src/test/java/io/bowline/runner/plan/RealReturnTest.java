package io.bowline.runner.plan;

import io.bowline.runner.plan.BrokenRelease.Fault;
import io.bowline.runner.plan.BrokenRelease.Part;
import io.bowline.runner.plan.PlanStory.Place;
import io.bowline.testkit.RequiresPart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

/// On a real cluster with a kubelet, Debian's registry and real Terraform: each component, and each
/// fault.
@Tag("real")
@RequiresPart({"kubeconfig", "terraform"})
final class RealReturnTest extends ReturnContract {
  private RealPlace real;

  @Override
  Place place(Path home) throws IOException {
    real = RealPlace.start(home);
    return real.place();
  }

  @Override
  void leave() {
    real.close();
  }

  @Override
  Stream<BrokenRelease> releases() {
    return Stream.of(
        new BrokenRelease(Part.BROKER, Fault.CRASH_LOOP),
        new BrokenRelease(Part.CONNECTOR, Fault.FAILING_HOOK),
        new BrokenRelease(Part.CONNECTOR, Fault.MISSING_IMAGE),
        new BrokenRelease(Part.GENERATOR, Fault.HANG),
        new BrokenRelease(Part.TOPICS, Fault.CRASH_LOOP));
  }
}
