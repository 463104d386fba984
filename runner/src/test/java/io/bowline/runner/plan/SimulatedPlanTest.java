package io.bowline.runner.plan;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.http.RegistryServer;
import io.bowline.release.registry.Login;
import io.bowline.release.registry.RegistryClient;
import io.bowline.runner.plan.PlanStory.Place;
import io.bowline.runner.step.image.Credentials;
import io.bowline.runner.step.image.CustomerRegistry;
import io.bowline.runner.step.image.RegistryAccess;
import io.bowline.simulator.Account;
import io.bowline.simulator.AccountOptions;
import io.bowline.testkit.RequiresPart;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// The story in a simulated account, with real Terraform where it is installed.
@Tag("real")
@RequiresPart("terraform")
final class SimulatedPlanTest extends PlanContract {
  @TempDir static Path home;
  private static Account account;
  private static RegistryServer vendor;

  @BeforeAll
  static void start() throws IOException {
    account = Account.start(home.resolve("account"), AccountOptions.usual());
    vendor = RegistryServer.start(home.resolve("vendor"), RegistryServer.Settings.loopback());
  }

  @AfterAll
  static void stop() {
    account.close();
    vendor.close();
  }

  @Override
  Writes writes() {
    account.requests().clear();
    return () ->
        account.requests().effects().stream()
            .map(asked -> asked.method() + " " + asked.path())
            .toList();
  }

  @Override
  Place place() throws IOException {
    URI base = URI.create("http://" + vendor.authority());
    HttpClient http = HttpClient.newHttpClient();
    Digest image = SampleImage.put(new RegistryClient(http, base, new Login.Anonymous()));
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
}
