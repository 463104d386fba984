package io.bowline.demo;

import io.bowline.demo.process.Processes;
import java.io.IOException;

/// How the demo ends, whenever that is: every process is stopped, and what nobody wants is removed.
///
/// It runs when the JVM goes down, so Ctrl-C and a polite kill come here in the middle of any step.
final class Ending implements Runnable {
  private final Screen screen;
  private final Processes processes;
  private final DemoFolder folder;
  private volatile boolean failed;

  Ending(Screen screen, Processes processes, DemoFolder folder) {
    this.screen = screen;
    this.processes = processes;
    this.folder = folder;
  }

  /// A step did not hold: its logs are kept.
  void failed() {
    failed = true;
  }

  @Override
  public void run() {
    screen.end("\nStopping what was started ...");
    processes.close();
    try {
      folder.close();
      if (folder.isTemporary() && !failed) {
        folder.remove();
      }
      screen.ended(left());
    } catch (IOException e) {
      screen.ended(
          "Stopped, but the folder %s could not be removed: %s".formatted(folder.path(), e));
    }
  }

  private String left() {
    if (failed) {
      return "Stopped. The folder %s is kept, for its logs.".formatted(folder.path());
    }
    return folder.isTemporary()
        ? "Stopped; nothing is left."
        : "Stopped; its data and logs are in %s.".formatted(folder.path());
  }
}
