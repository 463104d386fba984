package io.bowline.simulator.contract;

import io.bowline.simulator.Account;
import io.bowline.simulator.AccountOptions;
import io.bowline.simulator.node.Image;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class SimulatorWorkloadTest extends WorkloadSuite {
  @TempDir static Path folder;
  static Account account;
  static KubernetesClient client;

  @BeforeAll
  static void start() throws IOException {
    account = Account.start(folder, AccountOptions.usual().withImage(IMAGE, Image.plain()));
    client =
        new KubernetesClientBuilder().withConfig(Target.of(account.kubeconfig()).config()).build();
  }

  @AfterAll
  static void stop() {
    client.close();
    account.close();
  }

  @Override
  KubernetesClient client() {
    return client;
  }
}
