package io.bowline.control.edge.http.place;

import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.Fleets;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.Installs;
import io.bowline.control.job.JobRecord;
import io.bowline.control.job.Jobs;
import io.bowline.control.kafka.KafkaCluster;
import io.bowline.control.kafka.KafkaClusters;
import io.bowline.control.plan.PlanRecord;
import io.bowline.control.plan.Plans;
import io.bowline.model.id.FleetId;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.PlanId;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Function;

/// Finds the install or fleet that a request is about.
@Singleton
public final class Whereabouts {
  private final Installs installs;
  private final Jobs jobs;
  private final Plans plans;
  private final Fleets fleets;
  private final KafkaClusters clusters;

  public Whereabouts(
      Installs installs, Jobs jobs, Plans plans, Fleets fleets, KafkaClusters clusters) {
    this.fleets = fleets;
    this.clusters = clusters;
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

  /// The fleet in this organization; empty when there is none like that.
  public Optional<FleetId> fleet(OrgId org, Named named) {
    return named
        .value("fleet")
        .flatMap(name -> fleets.named(org, name))
        .map(Fleet::id)
        .or(() ->
            named
                .value("cluster")
                .flatMap(name -> clusters.find(org, name))
                .map(KafkaCluster::fleet));
  }

  private static <T> Optional<T> id(Named named, String kind, Function<String, T> reader) {
    try {
      return named.value(kind).map(reader);
    } catch (IllegalArgumentException notAnId) {
      return Optional.empty();
    }
  }
}
