package io.bowline.runner.app;

import io.bowline.runner.link.Link;
import io.bowline.runner.platform.Activity;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Tells the watcher that this version of the runner is good: it starts and it connects.
@Singleton
public final class Readiness implements Activity {
  private static final Logger LOG = Logger.getLogger(Readiness.class);

  private final Link link;
  private final Optional<Path> file;
  private final Thread thread = Thread.ofVirtual().name("readiness").unstarted(this::tell);

  Readiness(Link link, RunnerSettings settings) {
    this.link = link;
    file = settings.readyFile();
  }

  @Override
  public int phase() {
    return HANDS_IN;
  }

  @Override
  public void start() {
    if (file.isPresent()) {
      thread.start();
    }
  }

  @Override
  public void stop() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }

  private void tell() {
    try {
      link.awaitConnected();
      Files.writeString(file.orElseThrow(), ProcessHandle.current().pid() + "\n");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.errorf("cannot tell the watcher that the link is up: %s", e.toString());
    }
  }
}
