package io.bowline.control.job;

import io.bowline.control.platform.Tx;

/// Whoever asked for a job and goes on when it is over. Called in the transaction that ends the
/// job, so that the next step is committed with the result or not at all.
public interface JobFollower {
  void over(Tx tx, JobRecord job);
}
