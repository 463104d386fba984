package io.bowline.runner.app;

import io.bowline.model.id.InstallId;
import io.bowline.runner.lease.InstallLease;
import io.bowline.runner.link.Credentials;
import io.bowline.runner.plan.PlanSettings;
import io.bowline.runner.platform.StateFolder;
import io.bowline.runner.step.image.Checkpoints;
import io.bowline.runner.step.image.ImageExecutor;
import io.bowline.runner.step.image.Registries;
import io.bowline.runner.step.image.RegistrySettings;
import io.bowline.runner.step.image.TransferTerms;
import io.bowline.runner.step.image.scan.ScanPolicy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Makes the executors of steps.
@Singleton
public final class Steps {
  private final RegistrySettings settings;
  private final PlanSettings install;

  Steps(RegistrySettings settings, PlanSettings install) {
    this.settings = settings;
    this.install = install;
  }

  @Produces
  @Singleton
  ImageExecutor images(
      VendorRegistry vendor,
      Credentials credentials,
      RandomGenerator random,
      Clock clock,
      StateFolder state,
      Supplier<InstallLease> lease) {
    return new ImageExecutor(
        vendor::access,
        () ->
            Registries.customer(settings, random, clock)
                .of(install(credentials))
                .judging(() -> ScanPolicy.read(install.policy())),
        TransferTerms.usual().choosing(Registries.choice(settings)),
        random,
        clock,
        Checkpoints.in(state.room("uploads"), clock),
        () -> lease.get().check());
  }

  private static InstallId install(Credentials credentials) {
    return credentials
        .identity()
        .orElseThrow(() -> new IllegalStateException("this runner is not enrolled yet"))
        .install();
  }
}
