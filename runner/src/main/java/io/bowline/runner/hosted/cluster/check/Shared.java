package io.bowline.runner.hosted.cluster.check;

import io.bowline.runner.hosted.cluster.CallFailure;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Something that several checks want and the first of them fetches.
final class Shared<T> {
  private final FutureTask<T> task;

  Shared(Callable<T> work) {
    task = new FutureTask<>(work);
  }

  T get() throws CallFailure, InterruptedException {
    task.run(); // does nothing when somebody was here before
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CallFailure failure) {
        throw failure;
      }
      if (e.getCause() instanceof InterruptedException) {
        throw new InterruptedException("whoever fetched it was interrupted");
      }
      throw new IllegalStateException("what was fetched could not be read", e);
    }
  }
}
