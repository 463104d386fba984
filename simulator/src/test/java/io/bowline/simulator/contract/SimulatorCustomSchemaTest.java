package io.bowline.simulator.contract;

import io.bowline.simulator.Account;
import io.bowline.simulator.AccountOptions;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class SimulatorCustomSchemaTest extends CustomSchemaSuite {
  @TempDir static Path folder;
  static Account account;

  @BeforeAll
  static void start() throws IOException {
    account = Account.start(folder, AccountOptions.usual());
  }

  @AfterAll
  static void stop() {
    account.close();
  }

  @Override
  Target target() throws IOException {
    return Target.of(account.kubeconfig());
  }
}
