package io.bowline.control.edge.grpc;

import io.quarkus.runtime.ShutdownEvent;

/// Takes the link away from a process that runs.
public final class TakenLink {
  private TakenLink() {}

  public static void from(LinkServer server) throws InterruptedException {
    server.close(new ShutdownEvent());
  }
}
