package io.bowline.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.Release;
import io.bowline.simulator.node.Image;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientsTest {
  @TempDir static Path folder;
  static Account account;
  static KubernetesClient client;

  @BeforeAll
  static void start() throws IOException {
    account =
        Account.start(
            folder.resolve("account"),
            AccountOptions.usual()
                .withEveryImage()
                .withImage("x.example/broken:1", Image.behaving("crash")));
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(Files.readString(account.kubeconfig())))
            .build();
  }

  @AfterAll
  static void stop() {
    client.close();
    account.close();
  }

  private static Path chart(String name, String image, int replicas) throws IOException {
    Path chart = folder.resolve(name);
    Files.createDirectories(chart.resolve("templates"));
    Files.writeString(
        chart.resolve("Chart.yaml"), "apiVersion: v2\nname: web\nversion: 1.0." + replicas + "\n");
    Files.writeString(
        chart.resolve("templates/web.yaml"),
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {{ .Release.Name }}
        spec:
          replicas: %d
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - name: web
                image: %s
        """
            .formatted(replicas, image));
    return chart;
  }

  private static Release upgrade(Path chart, int seconds) {
    return new Helm(chart)
        .upgrade()
        .install()
        .withName("web")
        .withNamespace("helm-test")
        .createNamespace()
        .waitReady()
        .withTimeout(seconds)
        .withKubeConfig(account.kubeconfig())
        .call();
  }

  @Test
  void helmInstallsUpgradesAndUninstalls() throws IOException {
    Release first = upgrade(chart("one", "x.example/web:1", 1), 30);
    assertThat(first.getStatus()).isEqualTo("deployed");
    Release second = upgrade(chart("two", "x.example/web:2", 2), 30);
    assertThat(second.getRevision()).isEqualTo("2");
    assertThat(
            client.apps().deployments().inNamespace("helm-test").withName("web").get().getStatus())
        .satisfies(s -> assertThat(s.getReadyReplicas()).isEqualTo(2));
    assertThatThrownBy(() -> upgrade(chart("three", "x.example/broken:1", 3), 3))
        .hasMessageContaining("context deadline exceeded");
    Helm.uninstall("web").withNamespace("helm-test").withKubeConfig(account.kubeconfig()).call();
    assertThat(client.apps().deployments().inNamespace("helm-test").list().getItems()).isEmpty();
    client
        .pods()
        .inNamespace("helm-test")
        .withLabel("app", "web")
        .waitUntilCondition(pod -> pod == null, 120, TimeUnit.SECONDS);
  }

  private static ConfigMap map(String value) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName("applied")
        .withNamespace("default")
        .endMetadata()
        .addToData("a", value)
        .build();
  }

  private static PatchContext as(String manager, boolean force) {
    return new PatchContext.Builder()
        .withPatchType(PatchType.SERVER_SIDE_APPLY)
        .withFieldManager(manager)
        .withForce(force)
        .build();
  }

  @Test
  void serverSideApplyKnowsOwnersAndConflicts() {
    client.resource(map("1")).patch(as("one", false));
    assertThatThrownBy(() -> client.resource(map("2")).patch(as("two", false)))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("conflict with \"one\"")
        .extracting(e -> ((KubernetesClientException) e).getCode())
        .isEqualTo(409);
    ConfigMap taken = client.resource(map("2")).patch(as("two", true));
    assertThat(taken.getData()).containsEntry("a", "2");
    assertThat(taken.getMetadata().getManagedFields())
        .extracting(f -> f.getManager())
        .containsExactly("two");
  }

  @Test
  void crashingPodBacksOffAndTellsWhy() {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("crash")
            .withNamespace("default")
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("main")
            .withImage("x.example/any:1")
            .withCommand("sh", "-c", "echo about to fail >&2; exit 3")
            .endContainer()
            .endSpec()
            .build();
    client.resource(pod).create();
    Pod crashed =
        client
            .pods()
            .inNamespace("default")
            .withName("crash")
            .waitUntilCondition(ClientsTest::backsOff, 120, TimeUnit.SECONDS);
    assertThat(crashed.getStatus().getContainerStatuses().getFirst())
        .satisfies(s -> assertThat(s.getRestartCount()).isPositive())
        .satisfies(s -> assertThat(s.getLastState().getTerminated().getExitCode()).isEqualTo(3));
    assertThat(client.pods().inNamespace("default").withName("crash").getLog())
        .isEqualTo("about to fail\n");
  }

  private static boolean backsOff(Pod pod) {
    return pod != null
        && pod.getStatus().getContainerStatuses().stream()
            .anyMatch(s ->
                s.getState().getWaiting() != null
                    && "CrashLoopBackOff".equals(s.getState().getWaiting().getReason()));
  }
}
