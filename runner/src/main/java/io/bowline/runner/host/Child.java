package io.bowline.runner.host;

import io.bowline.runner.host.LineListener.Source;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A started child. One thread waits for it; any thread may ask it to stop.
public final class Child {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// What can happen while it runs.
  private sealed interface Sign {
    record Over(int code) implements Sign {}

    record TooMuchOutput() implements Sign {}

    record StopAsked(String reason) implements Sign {}

    record ListenerFailed(RuntimeException failure) implements Sign {}
  }

  private final BlockingQueue<Sign> signs = new LinkedBlockingQueue<>();
  private final Process process;
  private final Limits limits;
  private final OutputReader out;
  private final OutputReader err;

  private final Duration beat;
  private final Consumer<Child> whenOver;

  /// @param beat how often its guard hears that this process lives
  Child(
      Process process,
      Limits limits,
      LineListener listener,
      Duration beat,
      Consumer<Child> whenOver) {
    this.beat = beat;
    this.whenOver = whenOver;
    this.process = process;
    this.limits = limits;
    var budget = new AtomicLong(limits.outputBytes());
    out = reader(Source.OUT, budget, listener);
    err = reader(Source.ERR, budget, listener);
    out.start();
    err.start();
    Thread.ofVirtual().name("host-wait-" + process.pid()).start(this::watch);
    Thread.ofVirtual().name("host-beat-" + process.pid()).start(this::beat);
  }

  /// Process id of the child's group and session.
  public long group() {
    return process.pid();
  }

  /// Asks the child to end: SIGTERM to its group, and SIGKILL after the grace.
  public void stop(String reason) {
    signs.add(new Sign.StopAsked(reason));
  }

  /// Ends the child at once: SIGKILL to its group.
  public void kill(String reason) {
    signs.add(new Sign.StopAsked(reason));
    release();
  }

  /// Waits for the end, whichever comes first of exit, limits and a stop.
  ///
  /// @throws InterruptedException when the calling thread is interrupted; the child is dead then
  public Ended await() throws InterruptedException {
    try {
      Sign sign = signs.poll(limits.time().toNanos(), TimeUnit.NANOSECONDS);
      if (!(sign instanceof Sign.Over)) {
        endByForce();
      }
      sweep();
      return judged(sign);
    } finally {
      release();
      whenOver.accept(this);
    }
  }

  private Ended judged(@Nullable Sign first) {
    var output = new Output(out.text(), err.text());
    return switch (first) {
      case null -> new Ended.TimedOut(limits.time(), output);
      case Sign.Over _ when out.overflowed() || err.overflowed() ->
          new Ended.OutputTooLarge(limits.outputBytes(), output);
      case Sign.Over(int code) -> new Ended.Exited(code, output);
      case Sign.TooMuchOutput _ -> new Ended.OutputTooLarge(limits.outputBytes(), output);
      case Sign.StopAsked(String reason) -> new Ended.Stopped(reason, output);
      case Sign.ListenerFailed(RuntimeException failure) ->
          throw new IllegalStateException("a listener to a child's output failed", failure);
    };
  }

  /// SIGTERM to the group, then time to end well; what follows in `sweep` is SIGKILL.
  private void endByForce() throws InterruptedException {
    order("TERM\n");
    long deadline = System.nanoTime() + limits.grace().toNanos();
    boolean over = false;
    while (!over) {
      Sign sign = signs.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      over = sign == null || sign instanceof Sign.Over;
    }
  }

  /// Kills whatever is left of the group and waits until the streams have ended, which they do when
  /// the guard has killed.
  private void sweep() throws InterruptedException {
    release();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean outEnded = out.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
    boolean errEnded = err.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
    if (!outEnded || !errEnded) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /// Closing the pipe is the order to kill.
  private void release() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // The guard is gone already, so the pipe has no reader: nothing is left to be told.
      process.destroyForcibly();
    }
  }

  private void order(String word) {
    try {
      tell(word);
    } catch (IOException e) {
      // Without a guard to hear it the child is killed outright.
      process.destroyForcibly();
    }
  }

  private synchronized void tell(String word) throws IOException {
    OutputStream orders = process.getOutputStream();
    orders.write(word.getBytes(StandardCharsets.US_ASCII));
    orders.flush();
  }

  private void beat() {
    try {
      while (!process.waitFor(beat)) {
        tell("ALIVE\n");
      }
    } catch (IOException e) {
      // The pipe is closed: the child is about to be dead.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch() {
    try {
      signs.add(new Sign.Over(process.waitFor()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private OutputReader reader(Source source, AtomicLong budget, LineListener listener) {
    var stream = source == Source.OUT ? process.getInputStream() : process.getErrorStream();
    return new OutputReader(
        stream,
        budget,
        line -> listener.line(source, line),
        new OutputReader.Trouble() {
          @Override
          public void tooMuch() {
            signs.add(new Sign.TooMuchOutput());
          }

          @Override
          public void listenerFailed(RuntimeException failure) {
            signs.add(new Sign.ListenerFailed(failure));
          }
        });
  }
}
