package io.bowline.control.platform;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Work of the process itself that is done again and again, on a thread of its own, until the
/// process stops. One pass is over before the next begins; what a pass throws is told, and it is
/// tried again when the next one is due.
public final class Repeating {
  /// One pass.
  @FunctionalInterface
  public interface Work {
    void go() throws IOException;
  }

  private final String name;
  private final Duration pause;
  private final Work work;
  private final Consumer<Exception> trouble;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /// @param name of the thread
  /// @param pause between two passes
  /// @param trouble is told what a pass threw
  public Repeating(String name, Duration pause, Work work, Consumer<Exception> trouble) {
    this.name = name;
    this.pause = pause;
    this.work = work;
    this.trouble = trouble;
  }

  /// Begins with a pause.
  public void start() {
    Thread.ofVirtual().name(name).start(this::untilStopped);
  }

  /// Begins with a pass.
  public void startAtOnce() {
    Thread.ofVirtual()
        .name(name)
        .start(() -> {
          pass();
          untilStopped();
        });
  }

  /// Lets no further pass begin; one that is under way ends by itself.
  public void stop() {
    stopped.countDown();
  }

  /// Does it now, on the caller's thread.
  public void pass() {
    try {
      work.go();
    } catch (IOException | RuntimeException e) {
      trouble.accept(e);
    }
  }

  private void untilStopped() {
    try {
      while (!stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        pass();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
