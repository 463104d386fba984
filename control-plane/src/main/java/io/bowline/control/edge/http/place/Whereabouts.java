package io.bowline.control.edge.http.place;

import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.Installs;
import io.bowline.control.job.JobRecord;
import io.bowline.control.job.Jobs;
import io.bowline.control.plan.PlanRecord;
import io.bowline.control.plan.Plans;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.PlanId;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Function;

/// Finds the install that a request is about.
@Singleton
public final class Whereabouts {
  private final Installs installs;
  private final Jobs jobs;
  private final Plans plans;

  public Whereabouts(Installs installs, Jobs jobs, Plans plans) {
    this.installs = installs;
    this.jobs = jobs;
    this.plans = plans;
  }

  /// The install in this organization; empty when there is none like that.
  public Optional<InstallId> install(OrgId org, Named named) {
    return named
        .value("install")
        .flatMap(name -> installs.named(org, name))
        .map(InstallRecord::id)
        .or(() ->
            id(named, "job", JobId::parse)
                .flatMap(id -> jobs.find(org, id))
                .map(JobRecord::install))
        .or(() ->
            id(named, "plan", PlanId::parse)
                .flatMap(id -> plans.find(org, id))
                .map(PlanRecord::install));
  }

  private static <T> Optional<T> id(Named named, String kind, Function<String, T> reader) {
    try {
      return named.value(kind).map(reader);
    } catch (IllegalArgumentException notAnId) {
      return Optional.empty();
    }
  }
}
