package io.bowline.simulator.contract;

import io.bowline.testkit.RequiresPart;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

@Tag("real")
@RequiresPart("kubeconfig")
class RealWorkloadTest extends WorkloadSuite {
  static KubernetesClient client;

  @BeforeAll
  static void connect() throws IOException {
    client =
        new KubernetesClientBuilder()
            .withConfig(Target.of(Path.of(System.getenv("BOWLINE_E2E_KUBECONFIG"))).config())
            .build();
  }

  @AfterAll
  static void close() {
    client.close();
  }

  @Override
  KubernetesClient client() {
    return client;
  }
}
