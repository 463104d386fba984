package io.bowline.runner.step.terraform;

import io.bowline.simulator.Account;
import io.bowline.simulator.AccountOptions;
import io.bowline.testkit.RequiresPart;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// With real Terraform, in a simulated account.
@Tag("real")
@RequiresPart("terraform")
final class SimulatedTerraformExecutorTest extends TerraformExecutorContract {
  @TempDir static Path home;
  private static Account account;

  @BeforeAll
  static void start() {
    account = Account.start(home, AccountOptions.usual());
  }

  @AfterAll
  static void stop() {
    account.close();
  }

  @Override
  Path kubeconfig() {
    return account.kubeconfig();
  }
}
