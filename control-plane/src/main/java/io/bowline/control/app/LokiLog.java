package io.bowline.control.app;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.logging.Logger;

/// Sends the process's own log to a Loki-compatible address, when one is configured.
@Singleton
public final class LokiLog {
  private final LogSettings settings;
  private Optional<LokiHandler> handler = Optional.empty();

  LokiLog(LogSettings settings) {
    this.settings = settings;
  }

  void start(@Observes @Priority(1) StartupEvent starting) {
    handler =
        settings
            .lokiUrl()
            .map(url -> new LokiHandler(new LokiHandler.Terms(settings, url, host())));
    handler.ifPresent(sending -> {
      sending.start();
      Logger.getLogger("").addHandler(sending);
    });
  }

  void stop(@Observes @Priority(9999) ShutdownEvent stopping) {
    handler.ifPresent(sending -> {
      Logger.getLogger("").removeHandler(sending);
      sending.close();
    });
  }

  /// Lines that were not sent for want of room.
  long dropped() {
    return handler.map(LokiHandler::dropped).orElse(0L);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unnamed";
    }
  }
}
