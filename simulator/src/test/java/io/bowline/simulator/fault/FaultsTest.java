package io.bowline.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.simulator.Account;
import io.bowline.simulator.AccountOptions;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultsTest {
  @TempDir Path folder;
  Account account;
  KubernetesClient client;

  @BeforeEach
  void start() throws IOException {
    account = Account.start(folder, AccountOptions.usual());
    Config config = Config.fromKubeconfig(Files.readString(account.kubeconfig()));
    client =
        new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder(config).withRequestRetryBackoffLimit(0).build())
            .build();
  }

  @AfterEach
  void stop() {
    client.close();
    account.close();
  }

  private static ConfigMap map(String name) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("default")
        .endMetadata()
        .build();
  }

  private long effects() {
    return account.requests().effects().stream()
        .filter(asked -> asked.resource().equals("configmaps"))
        .count();
  }

  @Test
  void errorOnDemandHasNoEffect() {
    account.faults().add(Fault.on("POST", ".*/configmaps", new Fault.Effect.Fail(503, "no"), 1));
    assertThatThrownBy(() -> client.resource(map("one")).create())
        .isInstanceOf(KubernetesClientException.class);
    assertThat(client.configMaps().inNamespace("default").withName("one").get()).isNull();
    assertThat(effects()).isZero();
    client.resource(map("one")).create();
    assertThat(effects()).isOne();
  }

  @Test
  void lostAnswerIsAnEffectAllTheSame() {
    account.faults().add(Fault.on("POST", ".*/configmaps", new Fault.Effect.CutAfter(), 1));
    assertThatThrownBy(() -> client.resource(map("one")).create())
        .isInstanceOf(KubernetesClientException.class);
    assertThat(client.configMaps().inNamespace("default").withName("one").get()).isNotNull();
    assertThat(effects()).isOne();
  }

  @Test
  void cutBeforeIsNoEffect() {
    account.faults().add(Fault.on("POST", ".*/configmaps", new Fault.Effect.CutBefore(), 1));
    assertThatThrownBy(() -> client.resource(map("one")).create())
        .isInstanceOf(KubernetesClientException.class);
    assertThat(effects()).isZero();
  }

  @Test
  void slowAnswerComes() {
    account.faults().add(Fault.on("GET", ".*", new Fault.Effect.Slow(Duration.ofMillis(300)), 1));
    long from = System.nanoTime();
    client.configMaps().inNamespace("default").list();
    assertThat(System.nanoTime() - from).isGreaterThanOrEqualTo(300_000_000L);
  }

  @Test
  void dryRunIsNoEffect() {
    client.resource(map("dry")).dryRun(true).create();
    assertThat(effects()).isZero();
    assertThat(account.requests().counts()).containsEntry("POST configmaps 201", 1L);
  }

  @Test
  void informerLivesThroughCutWatchesAndAForgottenHistory() throws InterruptedException {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    try (SharedIndexInformer<ConfigMap> informer =
        client
            .configMaps()
            .inNamespace("default")
            .inform(
                new ResourceEventHandler<>() {
                  @Override
                  public void onAdd(ConfigMap map) {
                    seen.add(map.getMetadata().getName());
                  }

                  @Override
                  public void onUpdate(ConfigMap before, ConfigMap after) {
                    seen.add(after.getMetadata().getName());
                  }

                  @Override
                  public void onDelete(ConfigMap map, boolean unknown) {
                    seen.add("-" + map.getMetadata().getName());
                  }
                })) {
      client.resource(map("one")).create();
      await(seen, "one");
      account.cutWatches();
      client.resource(map("two")).create();
      await(seen, "two");
      account.cutWatches();
      account.compact();
      client.resource(map("three")).create();
      await(seen, "three");
      client.resource(map("one")).delete();
      await(seen, "-one");
      assertThat(informer.isRunning()).isTrue();
    }
  }

  private static void await(BlockingQueue<String> seen, String name) throws InterruptedException {
    String next = "";
    while (!name.equals(next)) {
      next = seen.poll(120, TimeUnit.SECONDS);
      assertThat(next).as("waiting for " + name).isNotNull();
    }
  }

  @Test
  void strangerIsNotLetIn() {
    Config config = new ConfigBuilder(client.getConfiguration()).withOauthToken("wrong").build();
    try (KubernetesClient stranger = new KubernetesClientBuilder().withConfig(config).build()) {
      assertThatThrownBy(() -> stranger.configMaps().inNamespace("default").list())
          .isInstanceOf(KubernetesClientException.class)
          .extracting(e -> ((KubernetesClientException) e).getCode())
          .isEqualTo(401);
    }
  }
}
