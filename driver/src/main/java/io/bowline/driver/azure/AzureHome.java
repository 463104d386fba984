package io.bowline.driver.azure;

import io.bowline.cloud.Configuration;
import io.bowline.cloud.probe.Errands;
import io.bowline.cloud.probe.SignedIn;
import io.bowline.driver.rest.Ask;
import io.bowline.driver.rest.Parcel;
import io.bowline.driver.rest.Rest;
import io.bowline.driver.rest.Token;
import io.bowline.driver.state.CloudRefusal;
import io.bowline.driver.state.RecordStore;
import io.bowline.model.probe.Check;
import java.time.Duration;
import java.util.List;

/// The subscription of a fleet provider, where a fleet is made. Tokens are asked for when this is
/// made, and are good for an hour.
public final class AzureHome {
  private static final String STORAGE = "https://storage.azure.com/.default";

  /// What every cluster of AKS with Entra's sign-in takes tokens for; Azure's own application.
  private static final String CLUSTERS = "6dae42f8-4368-4678-94ff-3960e28e3630/.default";

  private final Rest rest;
  private final AzurePlace place;
  private final Application application;
  private final Token manager;
  private final Token storage;
  private final String principal;

  private AzureHome(
      Rest rest, AzurePlace place, Application application, Token manager, Token storage) {
    this.rest = rest;
    this.place = place;
    this.application = application;
    this.manager = manager;
    this.storage = storage;
    this.principal =
        manager
            .claim("oid")
            .filter(id -> id.matches("[0-9a-f-]{36}"))
            .orElseThrow(() ->
                CloudRefusal.silent(
                    "Azure does not say who the application is in this tenant. Try again."));
  }

  /// Signs in.
  ///
  /// @throws CloudRefusal when the secret is nobody's, or nothing can be told
  public static AzureHome open(AzurePlace place, Configuration provider)
      throws InterruptedException {
    var rest = new Rest(place.limit());
    Application application = Application.of(provider);
    return new AzureHome(
        rest,
        place,
        application,
        token(AzureSignIn.with(rest, place, application)),
        token(AzureSignIn.with(rest, place, application, STORAGE)));
  }

  private static Token token(SignedIn<Token> signedIn) {
    return signedIn.session().orElseThrow(() -> CloudRefusal.of(signedIn.check()));
  }

  /// The subscription's id.
  public String subscription() {
    return application.subscription();
  }

  /// The object id of the application in its tenant, by which roles are given to it.
  public String principal() {
    return principal;
  }

  /// A token that clusters take.
  ///
  /// @throws CloudRefusal when there is none
  public static Token clusterToken(AzurePlace place, Configuration provider)
      throws InterruptedException {
    return token(
        AzureSignIn.with(new Rest(place.limit()), place, Application.of(provider), CLUSTERS));
  }

  /// The group with the storage account in which the record of a fleet is kept; it need not be
  /// there yet.
  ///
  /// @param group its name
  /// @param region as the form of a fleet takes it
  public RecordStore group(String group, String region) {
    return new BlobContainer(this, new BlobContainer.At(group, region), BlobContainer.USUAL);
  }

  /// Whether the region leaves room for one more fleet.
  public List<Check> quotas(String region) throws InterruptedException {
    var subscription =
        new Subscription(
            new AzureSession(rest, place, manager),
            application.subscription(),
            Errands.longerThan(Duration.ofSeconds(10)));
    return subscription.quotas(region);
  }

  /// Asks the resource manager.
  ///
  /// @param path below the subscription, with its query
  Parcel manages(String method, String path, String body) {
    String at = "/subscriptions/" + application.subscription() + path;
    var ask = new Ask(method, place.management(at), java.util.Map.of(), body);
    return asks(manager.on(body.isEmpty() ? ask : ask.with("Content-Type", "application/json")));
  }

  /// Asks a storage account.
  Parcel stores(String account, Ask ask) {
    return asks(
        storage.on(
            new Ask(
                    ask.method(),
                    place.blobs(account, ask.address().toString()),
                    ask.headers(),
                    ask.body())
                .with("x-ms-version", "2021-12-02")));
  }

  private Parcel asks(Ask ask) {
    try {
      return rest.carry(ask);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CloudRefusal.silent("The runner is shutting down.");
    }
  }

  @Override
  public String toString() {
    return "AzureHome[%s]".formatted(application.subscription());
  }
}
