package io.bowline.runner.plan;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.http.RegistryServer;
import io.bowline.release.registry.Login;
import io.bowline.release.registry.RegistryClient;
import io.bowline.runner.plan.PlanStory.Place;
import io.bowline.runner.step.image.CustomerRegistry;
import io.bowline.runner.step.image.RegistryAccess;
import io.bowline.runner.step.image.login.Credentials;
import io.bowline.simulator.Account;
import io.bowline.simulator.AccountOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Optional;

/// A simulated account beside a vendor's registry.
record SimulatedPlace(Account account, RegistryServer vendor) implements AutoCloseable {
  static SimulatedPlace start(Path home) throws IOException {
    return new SimulatedPlace(
        Account.start(home.resolve("account"), AccountOptions.usual()),
        RegistryServer.start(home.resolve("vendor"), RegistryServer.Settings.loopback()));
  }

  /// With the sample's image at the vendor's.
  Place place() throws IOException {
    URI base = URI.create("http://" + vendor.authority());
    HttpClient http = HttpClient.newHttpClient();
    Digest image =
        SampleImage.put(
            new RegistryClient(http, base, new Login.Anonymous()), "acme/sample", "1.0");
    var access =
        new RegistryAccess(
            URI.create("http://" + account.registryAddress()),
            http,
            Optional.of(new Credentials(account.registryUser(), account.registryPassword())));
    return new Place(
        account.kubeconfig(),
        new RegistryAccess(base, http, Optional.empty()),
        new CustomerRegistry(access, account.registryAddress(), "bowline"),
        image);
  }

  @Override
  public void close() {
    account.close();
    vendor.close();
  }
}
