package io.bowline.runner.hosted;

import io.bowline.model.job.StepEvent.State;
import io.bowline.runner.hosted.cluster.bootstrap.Onlooker;
import io.bowline.runner.work.Cancellation;
import io.bowline.runner.work.Progress;

/// Tells of every object that was written or taken away, and ends with the job.
record Watched(Progress progress, Cancellation cancellation) implements Onlooker {
  @Override
  public void done(String object) {
    progress.say(object, State.SUCCEEDED, "");
  }

  @Override
  public boolean wantsStop() {
    return cancellation.asked();
  }
}
