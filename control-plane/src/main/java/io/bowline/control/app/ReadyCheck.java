package io.bowline.control.app;

import io.bowline.control.platform.Probe;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/// Ready when every part that takes traffic says so itself.
@Readiness
@ApplicationScoped
public class ReadyCheck implements HealthCheck {
  private final List<Probe> probes;

  ReadyCheck(@All List<Probe> probes) {
    this.probes = probes;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("bowline");
    boolean ready = true;
    for (Probe probe : probes) {
      boolean works = probe.works();
      answer.withData(probe.part(), works);
      ready &= works;
    }
    return answer.status(ready).build();
  }
}
