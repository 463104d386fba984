package io.bowline.runner.step.image.flow;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/// Does tasks side by side and waits for all of them, also when one fails: nothing may still be
/// under way when its caller goes on.
public record Together(ExecutorService threads) {
  /// Waits for all; a reason that lasts comes before one that passes.
  public <T> List<T> all(List<? extends Once.Task<T>> tasks)
      throws IOException, InterruptedException {
    if (tasks.size() == 1) {
      return List.of(tasks.getFirst().run());
    }
    var futures = new ArrayList<Future<T>>();
    for (Once.Task<T> task : tasks) {
      futures.add(start(task::run));
    }
    var results = new ArrayList<T>();
    Optional<IOException> failure = Optional.empty();
    for (Future<T> future : futures) {
      try {
        results.add(future.get());
      } catch (ExecutionException e) {
        failure = Optional.of(worse(failure, e));
      }
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
    return results;
  }

  /// Starts one task, unless everything was stopped.
  public <T> Future<T> start(Callable<T> task) throws InterruptedException {
    try {
      return threads.submit(task);
    } catch (RejectedExecutionException e) {
      throw stopped(e);
    }
  }

  /// What a stop looks like.
  public static InterruptedException stopped(Exception cause) {
    var stopped = new InterruptedException("the transfer was stopped");
    stopped.initCause(cause);
    return stopped;
  }

  /// A reason that lasts is worth more than one that passes.
  private static IOException worse(Optional<IOException> first, ExecutionException next)
      throws InterruptedException {
    return switch (next.getCause()) {
      case RegistryException refused when refused.refuses() -> refused;
      case RegistryException registry when registry.lasts() || first.isEmpty() -> registry;
      case IOException other -> first.orElse(other);
      case InterruptedException _ -> throw stopped(next);
      case null, default -> throw new IllegalStateException("a transfer's task broke", next);
    };
  }
}
