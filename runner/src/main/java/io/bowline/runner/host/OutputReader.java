package io.bowline.runner.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Reads one stream of a child to its end, keeps what the budget allows and hands on lines.
///
/// It goes on reading beyond the budget, so that a child that is told to stop does not hang on a
/// full pipe. Runs on a platform thread, since a blocking read of a pipe pins a virtual one.
final class OutputReader {
  private static final int LINE_PART = 64 << 10;

  /// Whom to tell when something goes wrong while reading.
  interface Trouble {
    void tooMuch();

    void listenerFailed(RuntimeException failure);
  }

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final InputStream stream;
  private final AtomicLong budget;
  private final Consumer<String> listener;
  private final Trouble trouble;
  private final Thread thread;
  private volatile boolean overflowed;
  private boolean silenced;

  OutputReader(InputStream stream, AtomicLong budget, Consumer<String> listener, Trouble trouble) {
    this.stream = stream;
    this.budget = budget;
    this.listener = listener;
    this.trouble = trouble;
    thread = Thread.ofPlatform().daemon().name("host-read").unstarted(this::read);
  }

  void start() {
    thread.start();
  }

  /// Waits for the end of the stream; false when it did not come in time.
  boolean join(Duration atMost) throws InterruptedException {
    return thread.join(atMost);
  }

  boolean overflowed() {
    return overflowed;
  }

  synchronized String text() {
    return kept.toString(StandardCharsets.UTF_8);
  }

  private void read() {
    byte[] buffer = new byte[8192];
    try {
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        keep(buffer, n);
      }
    } catch (IOException e) {
      // A killed child's pipe may end by an error: that is its end all the same.
      handOn();
      return;
    }
    handOn();
  }

  private void keep(byte[] buffer, int n) {
    long left = budget.getAndAdd(-n);
    int room = Math.clamp(left, 0, n);
    synchronized (this) {
      kept.write(buffer, 0, room);
    }
    for (int i = 0; i < room; i++) {
      if (buffer[i] == '\n') {
        handOn();
      } else {
        line.write(buffer[i]);
        if (line.size() >= LINE_PART) {
          handOn();
        }
      }
    }
    if (room < n && !overflowed) {
      overflowed = true;
      trouble.tooMuch();
    }
  }

  private void handOn() {
    if (line.size() == 0 || silenced) {
      line.reset();
      return;
    }
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    try {
      listener.accept(text);
    } catch (RuntimeException e) {
      silenced = true;
      trouble.listenerFailed(e);
    }
  }
}
