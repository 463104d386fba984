package io.bowline.driver.oracle;

import io.bowline.cloud.Configuration;
import io.bowline.cloud.permission.Grant;
import io.bowline.cloud.permission.Permissions;
import io.bowline.cloud.probe.Driver;
import io.bowline.cloud.probe.Errands;
import io.bowline.cloud.probe.Errands.Errand;
import io.bowline.driver.rest.Rest;
import io.bowline.model.place.Cloud;
import io.bowline.model.probe.Findings;
import java.net.http.HttpClient.Version;
import java.util.ArrayList;
import java.util.List;

/// Asks Oracle's cloud who an API key is of, what it may see, and what the policies say that it may
/// do. Nothing is made or changed.
public final class OracleDriver implements Driver {
  private final OraclePlace place;
  private final Rest rest;
  private final Errands errands;

  public OracleDriver(OraclePlace place) {
    this.place = place;
    this.rest = new Rest(place.limit(), Version.HTTP_1_1);
    this.errands = Errands.longerThan(place.limit());
  }

  @Override
  public Findings probe(Configuration configuration) {
    ApiKey key = ApiKey.of(configuration);
    return errands.findings(
        () -> OracleSignIn.with(rest, place, key), session -> questions(Tenancy.of(session)));
  }

  private static List<Errand> questions(Tenancy tenancy) {
    var asked = new ArrayList<Errand>();
    for (Grant grant : Permissions.of(Cloud.ORACLE).grants()) {
      asked.add(new Errand(grant.reason(), () -> tenancy.allows(grant)));
    }
    asked.add(new Errand(Tenancy.COMPARTMENT, tenancy::compartment));
    asked.add(new Errand(Tenancy.REGIONS, tenancy::regions));
    asked.add(new Errand(Tenancy.LIMITS, tenancy::limits));
    return asked;
  }
}
