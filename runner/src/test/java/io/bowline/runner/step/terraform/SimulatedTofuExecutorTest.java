package io.bowline.runner.step.terraform;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.bowline.simulator.Account;
import io.bowline.simulator.AccountOptions;
import io.bowline.testkit.Parts;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// With OpenTofu where it is installed beside Terraform, in a simulated account.
@Tag("real")
final class SimulatedTofuExecutorTest extends TerraformExecutorContract {
  @TempDir static Path home;
  private static Account account;

  @BeforeAll
  static void start() {
    assumeThat(Parts.here().find("tofu")).as("part tofu is on this machine").isPresent();
    account = Account.start(home, AccountOptions.usual());
  }

  @AfterAll
  static void stop() {
    if (account != null) {
      account.close();
    }
  }

  @Override
  Path kubeconfig() {
    return account.kubeconfig();
  }

  @Override
  String program() {
    return "tofu";
  }
}
