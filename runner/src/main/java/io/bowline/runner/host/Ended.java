package io.bowline.runner.host;

import java.time.Duration;

/// How a child ended; whichever way, nothing of its process group lives any more.
public sealed interface Ended {
  /// What it wrote until then.
  Output output();

  /// By itself; a code above 128 means by a signal of that number less 128.
  record Exited(int code, Output output) implements Ended {
    public boolean succeeded() {
      return code == 0;
    }
  }

  /// Ended by the host, since it took longer than its limit.
  record TimedOut(Duration limit, Output output) implements Ended {}

  /// Ended by the host, since it wrote more than its limit.
  record OutputTooLarge(long limitBytes, Output output) implements Ended {}

  /// Ended by the host, since somebody asked for it.
  record Stopped(String reason, Output output) implements Ended {}

  /// It never ran.
  record NotStarted(String reason) implements Ended {
    @Override
    public Output output() {
      return Output.NONE;
    }
  }
}
