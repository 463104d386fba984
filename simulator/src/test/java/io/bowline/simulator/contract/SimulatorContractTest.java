package io.bowline.simulator.contract;

import io.bowline.simulator.Account;
import io.bowline.simulator.AccountOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

class SimulatorContractTest extends ContractSuite {
  @TempDir static Path folder;
  static final List<Account> ACCOUNTS = new ArrayList<>();

  @Override
  Target target() throws IOException {
    Account account =
        Account.start(
            folder.resolve("account-" + ACCOUNTS.size()), AccountOptions.usual().withEveryImage());
    ACCOUNTS.add(account);
    return Target.of(account.kubeconfig());
  }

  @AfterAll
  static void stop() {
    ACCOUNTS.forEach(Account::close);
  }
}
