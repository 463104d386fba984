package io.bowline.driver.gcp;

import io.bowline.cloud.Configuration;
import io.bowline.cloud.permission.Grant;
import io.bowline.cloud.permission.Permissions;
import io.bowline.cloud.probe.Driver;
import io.bowline.cloud.probe.Errands;
import io.bowline.cloud.probe.Errands.Errand;
import io.bowline.driver.rest.Rest;
import io.bowline.model.place.Cloud;
import io.bowline.model.probe.Findings;
import java.util.ArrayList;
import java.util.List;

/// Asks Google Cloud who a service account's key is of and what it may do. Nothing is made or
/// changed.
public final class GcpDriver implements Driver {
  private final GcpPlace place;
  private final Rest rest;
  private final Errands errands;

  public GcpDriver(GcpPlace place) {
    this.place = place;
    this.rest = new Rest(place.limit());
    this.errands = Errands.longerThan(place.limit());
  }

  @Override
  public Findings probe(Configuration configuration) {
    ServiceAccount account = ServiceAccount.of(configuration);
    return errands.findings(
        () -> GcpSignIn.with(rest, place, account),
        token -> questions(new Project(new GcpSession(rest, place, token), account.project())));
  }

  private static List<Errand> questions(Project project) {
    var asked = new ArrayList<Errand>();
    for (Grant grant : Permissions.of(Cloud.GCP).grants()) {
      asked.add(new Errand(grant.reason(), () -> project.allows(grant)));
    }
    asked.add(new Errand(Project.STATE, project::state));
    asked.add(new Errand(Project.SERVICES, project::services));
    asked.add(new Errand(Project.REGIONS, project::regions));
    asked.add(new Errand(Project.QUOTAS, project::quotas));
    return asked;
  }
}
