package io.bowline.runner.plan;

import io.bowline.runner.plan.PlanStory.Place;
import io.bowline.testkit.RequiresPart;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// The story in a simulated account, with real Terraform where it is installed.
@Tag("real")
@RequiresPart("terraform")
final class SimulatedPlanTest extends PlanContract {
  @TempDir static Path home;
  private static SimulatedPlace simulated;

  @BeforeAll
  static void start() throws IOException {
    simulated = SimulatedPlace.start(home);
  }

  @AfterAll
  static void stop() {
    simulated.close();
  }

  @Override
  Writes writes() {
    simulated.account().requests().clear();
    return () ->
        simulated.account().requests().effects().stream()
            .map(asked -> asked.method() + " " + asked.path())
            .toList();
  }

  @Override
  Place place() throws IOException {
    return simulated.place();
  }
}
