package io.bowline.simulator.contract;

import io.bowline.testkit.RequiresPart;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;

/// The stories once more on the real thing, so that nobody trusts an old recording.
@Tag("real")
@RequiresPart("kubeconfig")
class RealContractTest extends ContractSuite {
  private static final String NAMESPACE = "bowline-contract-00000";
  private static final List<String> DEFINITIONS =
      List.of("widgets." + NAMESPACE + ".io", "gadgets." + NAMESPACE + ".com");

  @Override
  Target target() throws IOException {
    Target target = Target.of(Path.of(System.getenv("BOWLINE_E2E_KUBECONFIG")));
    try (KubernetesClient client =
        new KubernetesClientBuilder().withConfig(target.config()).build()) {
      for (String name : DEFINITIONS) {
        var definition = client.apiextensions().v1().customResourceDefinitions().withName(name);
        definition.delete();
        definition.waitUntilCondition(Objects::isNull, 60, TimeUnit.SECONDS);
      }
      var namespace = client.namespaces().withName(NAMESPACE);
      namespace.delete();
      namespace.waitUntilCondition(Objects::isNull, 120, TimeUnit.SECONDS);
    }
    return target;
  }
}
