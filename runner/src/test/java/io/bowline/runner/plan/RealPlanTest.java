package io.bowline.runner.plan;

import io.bowline.runner.plan.PlanStory.Place;
import io.bowline.testkit.RequiresPart;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// The story on a real cluster with a kubelet, Debian's registry and real Terraform.
@Tag("real")
@RequiresPart({"kubeconfig", "terraform"})
final class RealPlanTest extends PlanContract {
  @TempDir static Path home;
  private static RealPlace real;

  @BeforeAll
  static void start() throws IOException {
    real = RealPlace.start(home);
  }

  @AfterAll
  static void stop() {
    real.close();
  }

  @Override
  Place place() throws IOException {
    return real.place();
  }
}
