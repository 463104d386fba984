package io.bowline.runner.step.kube;

import io.bowline.simulator.Account;
import io.bowline.simulator.AccountOptions;
import io.bowline.simulator.node.Image;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// In a simulated account.
final class SimulatedKubeExecutorTest extends KubeExecutorContract {
  private static final String IMAGE = "docker.example/busybox:1";

  @TempDir static Path home;
  private static Account account;

  @BeforeAll
  static void start() {
    account = Account.start(home, AccountOptions.usual().withImage(IMAGE, Image.plain()));
  }

  @AfterAll
  static void stop() {
    account.close();
  }

  @Override
  Path kubeconfig() {
    return account.kubeconfig();
  }

  @Override
  String image() {
    return IMAGE;
  }

  @Override
  Duration hangsFor() {
    return Duration.ofSeconds(4);
  }

  /// A simulated pod is ready or broken within a third of a second.
  @Override
  Duration crashIsToldWithin() {
    return Duration.ofSeconds(1);
  }
}
