package io.bowline.runner.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Looks at processes from outside.
public final class Processes {
  private static final Duration PAUSE = Duration.ofMillis(10);

  private Processes() {}

  /// Whether a process is dead, or dies within this time. A zombie counts as dead.
  ///
  /// What counts is time in which this process was let run, in short pauses: on a machine that is
  /// starved for a while, the one that has to kill is starved as well.
  public static boolean endsWithin(long pid, Duration time) {
    for (long left = time.dividedBy(PAUSE); lives(pid); left--) {
      if (left <= 0) {
        return false;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    return true;
  }

  private static boolean lives(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
  }
}
