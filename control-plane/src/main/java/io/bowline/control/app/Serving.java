package io.bowline.control.app;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;

/// The process as a server: says where it is, then waits to be stopped.
public final class Serving implements QuarkusApplication {
  private final Announcement announcement;

  public Serving(Announcement announcement) {
    this.announcement = announcement;
  }

  @Override
  public int run(String... args) {
    announcement.print();
    Quarkus.waitForExit();
    return 0;
  }
}
