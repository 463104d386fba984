package io.bowline.runner.step.image.flow;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Work that many wait for and one does. When it fails in passing the next one tries, but not all.
public final class Once<T> {
  private static final int TRIES = 2;

  private final ReentrantLock lock = new ReentrantLock();
  private Optional<T> result = Optional.empty();
  private Optional<IOException> failure = Optional.empty();
  private int failed;

  /// The work.
  public interface Task<T> {
    /// Does it.
    T run() throws IOException, InterruptedException;
  }

  /// What came of it, by whoever did it.
  public T get(Task<T> task) throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      if (result.isEmpty()) {
        result = Optional.of(done(task));
      }
      return result.get();
    } finally {
      lock.unlock();
    }
  }

  private T done(Task<T> task) throws IOException, InterruptedException {
    if (failure.isPresent() && (failed >= TRIES || lasts(failure.get()))) {
      throw failure.get();
    }
    try {
      return task.run();
    } catch (IOException e) {
      failed++;
      failure = Optional.of(e);
      throw e;
    }
  }

  private static boolean lasts(IOException e) {
    return e instanceof RegistryException r && r.lasts();
  }
}
