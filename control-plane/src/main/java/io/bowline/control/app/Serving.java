package io.bowline.control.app;

import io.bowline.control.platform.Up;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.enterprise.event.Event;

/// The process as a server: says where it is, then waits to be stopped.
public final class Serving implements QuarkusApplication {
  private final Announcement announcement;
  private final Event<Up> up;

  public Serving(Announcement announcement, Event<Up> up) {
    this.announcement = announcement;
    this.up = up;
  }

  @Override
  public int run(String... args) {
    up.fire(new Up());
    announcement.print();
    Quarkus.waitForExit();
    return 0;
  }
}
