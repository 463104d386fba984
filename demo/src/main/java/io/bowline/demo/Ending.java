package io.bowline.demo;

import io.bowline.demo.process.Processes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// How the demo ends, whenever that is: every process is stopped, and what nobody wants is removed.
///
/// It runs when the JVM goes down, so Ctrl-C and a polite kill come here in the middle of any step.
final class Ending implements Runnable {
  private final Screen screen;
  private final Processes processes;
  private final DemoFolder folder;
  private final Optional<Path> cluster;
  private volatile boolean failed;

  /// @param cluster kubeconfig of a real one, which keeps what was applied
  Ending(Screen screen, Processes processes, DemoFolder folder, Optional<Path> cluster) {
    this.screen = screen;
    this.processes = processes;
    this.folder = folder;
    this.cluster = cluster;
  }

  /// A step did not hold: its logs are kept.
  void failed() {
    failed = true;
  }

  @Override
  public void run() {
    // a step that fails from now on fails because of this end
    boolean kept = failed;
    screen.end("\nStopping what was started ...");
    processes.close();
    try {
      folder.close();
      if (folder.isTemporary() && !kept) {
        folder.remove();
      }
      screen.ended(left(kept));
      cluster.ifPresent(kubeconfig ->
          screen.ended(
              "The cluster keeps what was applied; to remove it: kubectl --kubeconfig %s delete namespace streaming bowline"
                  .formatted(kubeconfig)));
    } catch (IOException e) {
      screen.ended(
          "Stopped, but the folder %s could not be removed: %s".formatted(folder.path(), e));
    }
  }

  private String left(boolean kept) {
    if (kept) {
      return "Stopped. The folder %s is kept, for its logs.".formatted(folder.path());
    }
    return folder.isTemporary()
        ? "Stopped; nothing is left."
        : "Stopped; its data and logs are in %s.".formatted(folder.path());
  }
}
