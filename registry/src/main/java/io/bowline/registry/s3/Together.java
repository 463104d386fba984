package io.bowline.registry.s3;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Asks the store several things at once, since each takes a way there and back.
final class Together {
  private static final int AT_ONCE = 16;

  private Together() {}

  /// One question.
  @FunctionalInterface
  interface Asking<A, B> {
    B ask(A about) throws IOException;
  }

  /// All answers in the order of what they are about.
  static <A, B> List<B> ask(List<A> about, Asking<A, B> asking) throws IOException {
    Semaphore room = new Semaphore(AT_ONCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<B>> running = new ArrayList<>();
      for (A each : about) {
        running.add(
            threads.submit(() -> {
              room.acquire();
              try {
                return asking.ask(each);
              } finally {
                room.release();
              }
            }));
      }
      List<B> answers = new ArrayList<>();
      for (Future<B> each : running) {
        answers.add(each.get());
      }
      return answers;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while asking the store");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
    }
  }

  /// One thing to do.
  @FunctionalInterface
  interface Doing<A> {
    void with(A each) throws IOException;
  }

  /// Does it with all of them.
  static <A> void each(List<A> all, Doing<A> doing) throws IOException {
    List<A> _ =
        ask(
            all,
            each -> {
              doing.with(each);
              return each;
            });
  }
}
