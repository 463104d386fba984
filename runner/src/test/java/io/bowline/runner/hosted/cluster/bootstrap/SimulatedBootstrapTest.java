package io.bowline.runner.hosted.cluster.bootstrap;

import io.bowline.runner.hosted.cluster.ClusterCalls;
import io.bowline.runner.hosted.cluster.TestCluster;
import io.bowline.simulator.Account;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SimulatedBootstrapTest extends BootstrapContract {
  @TempDir private Path folder;
  private Account account;

  @Override
  ClusterCalls open() throws Exception {
    account = TestCluster.account(folder, 1);
    TestCluster cluster = TestCluster.of(account, folder);
    return cluster.door().open(cluster.access());
  }

  @Override
  @AfterEach
  void leave() throws Exception {
    try {
      super.leave();
    } finally {
      account.close();
    }
  }
}
