package io.bowline.simulator.shell;

import java.time.Duration;
import java.time.Instant;

/// What a script can reach in its container.
public interface Machine {
  /// Output on the console.
  void write(String text);

  /// Lets time pass; an interruption ends the script.
  void pause(Duration time) throws InterruptedException;

  Files files();

  /// Serves a folder over HTTP from now on.
  void listen(int port, String root);

  Instant now();
}
