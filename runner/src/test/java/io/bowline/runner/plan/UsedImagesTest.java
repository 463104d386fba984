package io.bowline.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.model.artifact.Digest;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.image.ImageKeeper.Used;
import io.bowline.runner.step.kube.ApiFailure;
import io.bowline.runner.step.kube.Cluster;
import io.bowline.simulator.Account;
import io.bowline.simulator.AccountOptions;
import io.bowline.simulator.fault.Fault;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Wherever a cluster may mention an image that it needs, or may need again.
@Tag("C36.prune")
class UsedImagesTest {
  private static Account account;
  private static Cluster cluster;
  private final Digest image =
      Digest.of(UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8));

  @BeforeAll
  static void start(@TempDir Path home) throws Exception {
    account = Account.start(home, AccountOptions.usual());
    cluster = Cluster.open(account.kubeconfig());
    create("{apiVersion: v1, kind: Namespace, metadata: {name: elsewhere}}", "");
  }

  @AfterAll
  static void stop() {
    cluster.close();
    account.close();
  }

  private static void create(String yaml, String namespace) {
    KubernetesClient client = cluster.client();
    byte[] bytes = ("---\n" + yaml).getBytes(StandardCharsets.UTF_8);
    for (HasMetadata one : client.load(new ByteArrayInputStream(bytes)).items()) {
      if (namespace.isEmpty()) {
        client.resource(one).create();
      } else {
        client.resource(one).inNamespace(namespace).create();
      }
    }
  }

  private boolean isUsed() {
    return UsedImages.in(cluster).digests().contains(image.toString());
  }

  private String container() {
    return "{name: main, image: 'registry.example/acme/a@" + image + "'}";
  }

  private String template() {
    return "{metadata: {labels: {app: a}}, spec: {containers: [" + container() + "]}}";
  }

  @ParameterizedTest
  @ValueSource(strings = {"containers", "initContainers", "ephemeralContainers"})
  void aPodThatIsPendingInAnyNamespaceByAnyOfItsContainers(String where) {
    String others = where.equals("containers") ? "" : "containers: [{name: other, image: other}], ";
    create(
        "{apiVersion: v1, kind: Pod, metadata: {generateName: p-}, spec: {nodeName: nowhere, %s%s: [%s]}}"
            .formatted(others, where, container()),
        "elsewhere");
    assertThat(isUsed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{apiVersion: batch/v1, kind: CronJob, metadata: {generateName: c-}, spec: {suspend: true, schedule: '0 0 1 1 *', jobTemplate: {spec: {template: %s}}}}",
        "{apiVersion: batch/v1, kind: Job, metadata: {generateName: j-}, spec: {suspend: true, template: %s}}",
        "{apiVersion: apps/v1, kind: Deployment, metadata: {generateName: d-}, spec: {replicas: 0, selector: {matchLabels: {app: a}}, template: %s}}",
        "{apiVersion: apps/v1, kind: StatefulSet, metadata: {generateName: s-}, spec: {replicas: 0, serviceName: s, selector: {matchLabels: {app: a}}, template: %s}}",
        "{apiVersion: v1, kind: PodTemplate, metadata: {generateName: t-}, template: %s}"
      })
  void whatWillStartPodsLaterOrAgain(String object) {
    String policy = object.contains("batch/v1") ? "spec: {restartPolicy: Never, " : "spec: {";
    create(object.formatted(template().replace("spec: {", policy)), "elsewhere");
    assertThat(isUsed()).isTrue();
  }

  /// Something that is there: what has no owner any more is cleared away.
  private static String owner() {
    var owner = new ConfigMapBuilder().withNewMetadata().withName("owner").endMetadata().build();
    return cluster
        .client()
        .resource(owner)
        .inNamespace("elsewhere")
        .createOr(NonDeletingOperation::update)
        .getMetadata()
        .getUid();
  }

  private void replicaSet(int revision, String owner, Digest runs) {
    create(
        "{apiVersion: apps/v1, kind: ReplicaSet, metadata: {generateName: r-, annotations: {deployment.kubernetes.io/revision: '%d'}, ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: owner, uid: %s, controller: true}]}, spec: {replicas: 0, selector: {matchLabels: {app: a}}, template: {metadata: {labels: {app: a}}, spec: {containers: [{name: main, image: 'registry.example/acme/a@%s'}]}}}}"
            .formatted(revision, owner, runs),
        "elsewhere");
  }

  @Test
  void theRevisionThatADeploymentWouldGoBackToAndNoneBeforeIt() {
    String owner = owner();
    Digest before = Digest.of((image + " before").getBytes(StandardCharsets.UTF_8));
    replicaSet(10, owner, image);
    replicaSet(9, owner, before);
    Used used = UsedImages.in(cluster);
    assertThat(used.digests()).contains(image.toString()).doesNotContain(before.toString());
  }

  @Test
  void theRevisionThatAStatefulSetWouldGoBackTo() {
    String owner = owner();
    String revision =
        "{apiVersion: apps/v1, kind: ControllerRevision, metadata: {generateName: v-, ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: owner, uid: %s, controller: true}]}, revision: %d, data: {spec: {template: {spec: {containers: [%s]}}}}}";
    String newer = "{name: main, image: newer}";
    create(revision.formatted(owner, 7, container()), "elsewhere");
    create(revision.formatted(owner, 8, newer), "elsewhere");
    assertThat(isUsed()).isTrue();
    create(revision.formatted(owner, 9, newer), "elsewhere");
    assertThat(isUsed()).isFalse();
  }

  @Test
  void aFieldOfACustomResource() {
    create(
        "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: brokers.acme.example}, spec: {group: acme.example, scope: Namespaced, names: {plural: brokers, singular: broker, kind: Broker, listKind: BrokerList}, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]}}",
        "");
    create(
        "{apiVersion: acme.example/v1, kind: Broker, metadata: {name: paused}, spec: {paused: true, image: 'registry.example/acme/a@"
            + image
            + "'}}",
        "elsewhere");
    assertThat(isUsed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/pods",
        "/apis/apps/v1/controllerrevisions",
        "/apis/batch/v1/cronjobs",
        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
      })
  void aClusterThatRefusesOneListTellsNothing(String path) {
    account.faults().add(Fault.on("GET", path, new Fault.Effect.Fail(403, "not you"), 1));
    assertThatThrownBy(() -> UsedImages.in(cluster))
        .isInstanceOf(ApiFailure.class)
        .hasMessageContaining("not you");
  }

  @Test
  void aClusterThatDoesNotKnowAKindThatEveryClusterHasTellsNothing() {
    account.faults().add(Fault.on("GET", "/apis/batch/v1", new Fault.Effect.Fail(404, "?"), 9));
    try (Cluster fresh = Cluster.open(account.kubeconfig())) {
      assertThatThrownBy(() -> UsedImages.in(fresh))
          .isInstanceOf(StepException.class)
          .hasMessageContaining("what runs is not known");
    } finally {
      account.faults().clear();
    }
  }
}
