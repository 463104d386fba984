package io.bowline.runner.hosted.fleet;

import io.bowline.model.place.Cloud;
import java.nio.file.Path;

/// A fleet in Google Cloud.
class GcpFleetTest extends FleetLifeContract {
  @Override
  FleetJobs open(Path state) throws Exception {
    return new FleetJobs(
        state.resolve("runner"),
        new FleetCloud(Cloud.GCP),
        StandInModule::new,
        state.resolve("none"));
  }
}
