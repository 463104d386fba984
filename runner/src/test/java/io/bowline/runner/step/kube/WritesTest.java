package io.bowline.runner.step.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.StepException;
import io.bowline.simulator.Account;
import io.bowline.simulator.AccountOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A runner that is held up between its last look and its write, as if its process had been frozen
/// there: the fence lets it pass, and only the write's own condition is left.
final class WritesTest {
  @TempDir static Path home;
  private static Account account;
  private static Cluster open;
  private static int tests;
  private final AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
  private ObjectKey key = new ObjectKey("v1", "ConfigMap", "writes", "x");
  private Cluster cluster = open;

  @BeforeAll
  static void start() {
    account = Account.start(home, AccountOptions.usual());
    open = Cluster.open(account.kubeconfig());
    open.ensureNamespace("writes");
  }

  @AfterAll
  static void stop() {
    open.close();
    account.close();
  }

  @BeforeEach
  void fresh() {
    key = new ObjectKey("v1", "ConfigMap", "writes", "object-" + ++tests);
    cluster = open.behind(() -> meanwhile.getAndSet(() -> {}).run());
  }

  @Test
  void doesNotOverwriteWhatAnotherRunnerHasWrittenMeanwhile() {
    open.apply(object("one"), false);
    Writes stale = see();
    meanwhile.set(() -> open.apply(object("newer"), false));
    assertThatThrownBy(() -> stale.apply(object("older"))).isInstanceOf(StepException.class);
    assertThat(value()).contains("newer");
  }

  @Test
  void doesNotCreateWhatAnotherRunnerHasCreatedMeanwhile() {
    Writes stale = see();
    meanwhile.set(() -> open.apply(object("newer"), false));
    assertThatThrownBy(() -> stale.apply(object("older"))).isInstanceOf(StepException.class);
    assertThat(value()).contains("newer");
  }

  @Test
  void doesNotDeleteWhatAnotherRunnerHasWrittenMeanwhile() {
    open.apply(object("one"), false);
    Writes stale = see();
    meanwhile.set(() -> open.apply(object("newer"), false));
    assertThatThrownBy(() -> stale.delete(key)).isInstanceOf(StepException.class);
    assertThat(value()).contains("newer");
  }

  @Test
  void whatTheClusterWritesByItselfKeepsNobodyFromWriting() {
    open.apply(object("one"), false);
    Writes writes = see();
    meanwhile.set(() -> {
      ObjectNode patch = Json.object();
      patch
          .putObject("metadata")
          .putObject("annotations")
          .put("deployment.kubernetes.io/revision", "7");
      open.merge(key, patch);
    });
    writes.apply(object("two"));
    assertThat(value()).contains("two");
    writes.delete(key);
    assertThat(value()).isEmpty();
  }

  private Writes see() {
    return Writes.seeing(cluster, List.of(key), ForeignFields.NONE);
  }

  private ObjectNode object(String value) {
    ObjectNode object = Json.object();
    object.put("apiVersion", "v1").put("kind", "ConfigMap");
    object.putObject("metadata").put("name", key.name()).put("namespace", key.namespace());
    object.putObject("data").put("value", value);
    return object;
  }

  private Optional<String> value() {
    return open.get(key).map(object -> object.path("data").path("value").asText());
  }
}
