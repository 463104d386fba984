package io.bowline.control.allowance;

import io.bowline.control.platform.Repeating;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/// Tells the database what was pulled, also when nobody asks for more.
@Singleton
final class AllowanceSweep {
  private static final Logger LOG = Logger.getLogger(AllowanceSweep.class);

  private final Repeating telling;

  AllowanceSweep(Allowances allowances) {
    telling =
        new Repeating(
            "allowances",
            Allowances.BETWEEN,
            allowances::tell,
            e ->
                LOG.warnf(
                    "What organizations pulled could not be written down, it is tried again: %s",
                    e));
  }

  void start(@Observes StartupEvent starting) {
    telling.start();
  }

  void stop(@Observes ShutdownEvent stopping) {
    telling.stop();
    telling.pass();
  }
}
