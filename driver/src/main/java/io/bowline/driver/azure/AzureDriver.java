package io.bowline.driver.azure;

import io.bowline.cloud.Configuration;
import io.bowline.cloud.permission.Permissions;
import io.bowline.cloud.probe.Driver;
import io.bowline.cloud.probe.Errands;
import io.bowline.cloud.probe.Errands.Errand;
import io.bowline.driver.rest.Rest;
import io.bowline.model.place.Cloud;
import io.bowline.model.probe.Findings;
import java.util.ArrayList;
import java.util.List;

/// Asks Azure who an application is and what it may do. Nothing is made or changed.
public final class AzureDriver implements Driver {
  private final AzurePlace place;
  private final Rest rest;
  private final Errands errands;

  public AzureDriver(AzurePlace place) {
    this.place = place;
    this.rest = new Rest(place.limit());
    this.errands = Errands.longerThan(place.limit());
  }

  @Override
  public Findings probe(Configuration configuration) {
    Application application = Application.of(configuration);
    return errands.findings(
        () -> AzureSignIn.with(rest, place, application),
        token ->
            questions(
                new Subscription(
                    new AzureSession(rest, place, token), application.subscription(), errands)));
  }

  private static List<Errand> questions(Subscription subscription) {
    var asked = new ArrayList<Errand>();
    asked.add(new Errand(Subscription.PERMISSIONS, subscription::permissions));
    asked.add(new Errand(Subscription.STATE, subscription::state));
    for (String namespace : Permissions.of(Cloud.AZURE).services()) {
      asked.add(
          new Errand(
              Subscription.providerCheck(namespace), () -> subscription.provider(namespace)));
    }
    asked.add(new Errand(Subscription.REGIONS, subscription::regions));
    return asked;
  }
}
