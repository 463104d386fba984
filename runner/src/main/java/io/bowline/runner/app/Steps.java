package io.bowline.runner.app;

import io.bowline.proto.codec.Addresses;
import io.bowline.runner.lease.InstallLease;
import io.bowline.runner.link.Credentials;
import io.bowline.runner.link.Routes;
import io.bowline.runner.platform.StateFolder;
import io.bowline.runner.step.image.Checkpoints;
import io.bowline.runner.step.image.ImageExecutor;
import io.bowline.runner.step.image.Registries;
import io.bowline.runner.step.image.RegistryAccess;
import io.bowline.runner.step.image.RegistrySettings;
import io.bowline.runner.step.image.TransferTerms;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Makes the executors of steps.
@Singleton
public final class Steps {

  @Produces
  @Singleton
  ImageExecutor images(
      Credentials credentials,
      RegistrySettings settings,
      RandomGenerator random,
      Clock clock,
      StateFolder state,
      Supplier<InstallLease> lease) {
    return new ImageExecutor(
        () -> vendor(credentials),
        () -> Registries.customer(settings),
        TransferTerms.usual().choosing(Registries.choice(settings)),
        random,
        clock,
        Checkpoints.in(state.room("uploads"), clock),
        () -> lease.get().check());
  }

  private static RegistryAccess vendor(Credentials credentials) {
    Addresses addresses =
        credentials
            .addresses()
            .orElseThrow(() -> new IllegalStateException("this runner is not enrolled yet"));
    Routes.Route route = credentials.reach(addresses.artifacts());
    return Registries.vendor(route.host(), route.port(), credentials.sslContext());
  }
}
