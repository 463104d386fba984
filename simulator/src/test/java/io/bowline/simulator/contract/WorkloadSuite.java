package io.bowline.simulator.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// What controllers and kubelets make of workloads, on any cluster.
abstract class WorkloadSuite {
  static final String IMAGE = "127.0.0.1:5000/busybox:1";
  private static final int PATIENCE = 90;

  private String namespace = "";

  abstract KubernetesClient client();

  @BeforeEach
  void makeNamespace(TestInfo test) {
    String name = test.getTestMethod().orElseThrow().getName().toLowerCase(java.util.Locale.ROOT);
    namespace = "bowline-w-" + Integer.toHexString(name.hashCode());
    load("apiVersion: v1\nkind: Namespace\nmetadata: {name: " + namespace + "}");
    client()
        .serviceAccounts()
        .inNamespace(namespace)
        .withName("default")
        .waitUntilCondition(Objects::nonNull, 20, TimeUnit.SECONDS);
  }

  @AfterEach
  void dropNamespace() {
    client().namespaces().withName(namespace).delete();
  }

  private HasMetadata load(String yaml) {
    List<HasMetadata> objects =
        client()
            .load(new java.io.ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
            .items();
    for (HasMetadata object : objects) {
      boolean named = object.getMetadata().getNamespace() != null;
      String place = named ? object.getMetadata().getNamespace() : namespace;
      if (object.getKind().equals("Namespace")) {
        client().resource(object).serverSideApply();
      } else {
        client().resource(object).inNamespace(place).forceConflicts().serverSideApply();
      }
    }
    return objects.getFirst();
  }

  private static String deployment(String command, int replicas, String more) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec:
      replicas: %d
      progressDeadlineSeconds: 8
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          terminationGracePeriodSeconds: 0
          containers:
          - name: main
            image: %s
            command: [sh, -c, "%s"]
    %s
    """
        .formatted(replicas, IMAGE, command, more);
  }

  private Deployment deployed(Predicate<Deployment> condition) {
    return client()
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName("web")
        .waitUntilCondition(d -> d != null && condition.test(d), PATIENCE, TimeUnit.SECONDS);
  }

  private static boolean complete(Deployment d, int replicas) {
    return d.getStatus() != null
        && Objects.equals(d.getStatus().getObservedGeneration(), d.getMetadata().getGeneration())
        && Objects.equals(d.getStatus().getReadyReplicas(), replicas)
        && Objects.equals(d.getStatus().getUpdatedReplicas(), replicas)
        && Objects.equals(d.getStatus().getReplicas(), replicas)
        && d.getStatus().getUnavailableReplicas() == null;
  }

  private static boolean holds(Deployment d, String type, String status, String reason) {
    return d.getStatus().getConditions().stream()
        .anyMatch(c ->
            c.getType().equals(type)
                && c.getStatus().equals(status)
                && c.getReason().equals(reason));
  }

  @Test
  void deploymentRollsOutAndKeepsItsHistory() {
    load(deployment("sleep 1000", 2, ""));
    Deployment first = deployed(d -> complete(d, 2));
    assertThat(first.getMetadata().getAnnotations())
        .containsEntry("deployment.kubernetes.io/revision", "1");
    load(deployment("sleep 1001", 2, ""));
    Deployment second =
        deployed(d -> complete(d, 2) && holds(d, "Progressing", "True", "NewReplicaSetAvailable"));
    assertThat(second.getMetadata().getAnnotations())
        .containsEntry("deployment.kubernetes.io/revision", "2");
    assertThat(holds(second, "Available", "True", "MinimumReplicasAvailable")).isTrue();
    assertThat(client().apps().replicaSets().inNamespace(namespace).list().getItems())
        .extracting(rs -> rs.getSpec().getReplicas())
        .containsExactlyInAnyOrder(0, 2);
  }

  @Test
  void brokenDeploymentKeepsTheOldPodsAndMissesItsDeadline() {
    load(deployment("sleep 1000", 2, ""));
    deployed(d -> complete(d, 2));
    load(deployment("exit 1", 2, ""));
    Deployment late = deployed(d -> holds(d, "Progressing", "False", "ProgressDeadlineExceeded"));
    assertThat(late.getStatus().getAvailableReplicas()).isEqualTo(2);
    assertThat(late.getStatus().getUpdatedReplicas()).isEqualTo(1);
    load(deployment("sleep 1000", 2, ""));
    deployed(d -> complete(d, 2));
  }

  @Test
  void recreatedDeploymentHasNoTwoVersionsAtOnce() {
    String recreate = "  strategy: {type: Recreate}";
    load(deployment("sleep 1000", 1, recreate));
    deployed(d -> complete(d, 1));
    load(deployment("sleep 1001", 1, recreate));
    deployed(d -> complete(d, 1));
    assertThat(client().pods().inNamespace(namespace).list().getItems())
        .filteredOn(p -> p.getMetadata().getDeletionTimestamp() == null)
        .hasSize(1);
  }

  private Pod pod(String name, Predicate<Pod> condition) {
    return client()
        .pods()
        .inNamespace(namespace)
        .withName(name)
        .waitUntilCondition(p -> p != null && condition.test(p), PATIENCE, TimeUnit.SECONDS);
  }

  private static String pod(String name, String image, String command, String more) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: %s}
    spec:
      terminationGracePeriodSeconds: 0
    %s
      containers:
      - name: main
        image: %s
        command: [sh, -c, "%s"]
    """
        .formatted(name, more, image, command);
  }

  private static ContainerStatus main(Pod pod) {
    List<ContainerStatus> statuses =
        pod.getStatus() == null ? List.of() : pod.getStatus().getContainerStatuses();
    return statuses.isEmpty() ? new ContainerStatus() : statuses.getFirst();
  }

  private static boolean waits(Pod pod, String reason) {
    return main(pod).getState() != null
        && main(pod).getState().getWaiting() != null
        && reason.equals(main(pod).getState().getWaiting().getReason());
  }

  @Test
  void crashingContainerIsRestartedAndBacksOff() {
    load(pod("crash", IMAGE, "echo started; exit 3", ""));
    Pod crashed = pod("crash", p -> waits(p, "CrashLoopBackOff") && main(p).getRestartCount() > 0);
    assertThat(main(crashed).getLastState().getTerminated().getExitCode()).isEqualTo(3);
    assertThat(main(crashed).getReady()).isFalse();
    assertThat(crashed.getStatus().getPhase()).isEqualTo("Running");
    assertThat(client().pods().inNamespace(namespace).withName("crash").getLog())
        .isEqualTo("started\n");
  }

  @Test
  void missingImageIsToldInThePodsState() {
    load(pod("missing", "127.0.0.1:5000/nobody/has-this:1", "true", ""));
    Pod waiting = pod("missing", p -> waits(p, "ImagePullBackOff"));
    assertThat(waiting.getStatus().getPhase()).isEqualTo("Pending");
    assertThat(main(waiting).getState().getWaiting().getMessage()).contains("nobody/has-this:1");
  }

  @Test
  void podsEndAsTheirContainersDo() {
    load(pod("good", IMAGE, "exit 0", "  restartPolicy: Never"));
    load(pod("bad", IMAGE, "exit 7", "  restartPolicy: Never"));
    Pod good = pod("good", p -> "Succeeded".equals(p.getStatus().getPhase()));
    Pod bad = pod("bad", p -> "Failed".equals(p.getStatus().getPhase()));
    assertThat(main(good).getState().getTerminated().getReason()).isEqualTo("Completed");
    assertThat(main(bad).getState().getTerminated().getExitCode()).isEqualTo(7);
    assertThat(main(bad).getState().getTerminated().getReason()).isEqualTo("Error");
  }

  @Test
  void unreadyPodRunsAndIsNotReady() {
    String probe = "    readinessProbe: {exec: {command: ['false']}, periodSeconds: 1}\n";
    load(pod("hang", IMAGE, "sleep 1000", "") + probe.indent(0));
    Pod running = pod("hang", p -> "Running".equals(p.getStatus().getPhase()));
    assertThat(main(running).getReady()).isFalse();
    assertThat(running.getStatus().getConditions())
        .anyMatch(c ->
            c.getType().equals("Ready")
                && c.getStatus().equals("False")
                && c.getReason().equals("ContainersNotReady"));
  }

  @Test
  void logsAreReadByTimeAndByNumberOfLines() {
    load(pod("talk", IMAGE, "echo one; echo two; echo three; sleep 1000", ""));
    pod("talk", p -> Boolean.TRUE.equals(main(p).getReady()));
    var logs = client().pods().inNamespace(namespace).withName("talk");
    assertThat(logs.tailingLines(2).getLog()).isEqualTo("two\nthree\n");
    assertThat(logs.sinceSeconds(3600).getLog()).isEqualTo("one\ntwo\nthree\n");
    assertThat(logs.usingTimestamps().getLog())
        .matches("(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+Z (one|two|three)\n){3}");
    assertThatThrownBy(() -> logs.inContainer("nobody").getLog())
        .isInstanceOf(KubernetesClientException.class);
  }

  @Test
  void jobSucceedsOrFailsAfterItsLimit() {
    for (String code : List.of("0", "1")) {
      load(
          """
          apiVersion: batch/v1
          kind: Job
          metadata: {name: job-%1$s}
          spec:
            backoffLimit: 0
            template:
              spec:
                restartPolicy: Never
                containers: [{name: main, image: "%2$s", command: [sh, -c, "exit %1$s"]}]
          """
              .formatted(code, IMAGE));
    }
    var jobs = client().batch().v1().jobs().inNamespace(namespace);
    var good =
        jobs.withName("job-0")
            .waitUntilCondition(
                j -> j.getStatus().getCompletionTime() != null, PATIENCE, TimeUnit.SECONDS);
    assertThat(good.getStatus().getSucceeded()).isEqualTo(1);
    var bad =
        jobs.withName("job-1")
            .waitUntilCondition(
                j ->
                    j.getStatus().getConditions().stream()
                        .anyMatch(c -> c.getType().equals("Failed")),
                PATIENCE,
                TimeUnit.SECONDS);
    assertThat(bad.getStatus().getConditions())
        .filteredOn(c -> c.getType().equals("Failed"))
        .extracting(c -> c.getReason())
        .containsExactly("BackoffLimitExceeded");
  }

  @Test
  void statefulSetNamesItsPodsAndReplacesABrokenOne() {
    String set =
        """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: broker}
        spec:
          serviceName: broker
          replicas: 2
          selector: {matchLabels: {app: broker}}
          template:
            metadata: {labels: {app: broker}}
            spec:
              terminationGracePeriodSeconds: 0
              containers: [{name: main, image: "%s", command: [sh, -c, "%s"]}]
        """;
    load(set.formatted(IMAGE, "sleep 1000"));
    stateful(2);
    assertThat(client().pods().inNamespace(namespace).list().getItems())
        .extracting(p -> p.getMetadata().getName())
        .containsExactlyInAnyOrder("broker-0", "broker-1");
    load(set.formatted(IMAGE, "exit 1"));
    pod("broker-1", p -> waits(p, "CrashLoopBackOff"));
    assertThat(Boolean.TRUE.equals(main(pod("broker-0", p -> true)).getReady())).isTrue();
    client().pods().inNamespace(namespace).withName("broker-1").delete();
    load(set.formatted(IMAGE, "sleep 1002"));
    client().pods().inNamespace(namespace).withName("broker-1").delete();
    stateful(2);
  }

  private void stateful(int replicas) {
    client()
        .apps()
        .statefulSets()
        .inNamespace(namespace)
        .withName("broker")
        .waitUntilCondition(
            s ->
                s.getStatus() != null
                    && Objects.equals(
                        s.getStatus().getObservedGeneration(), s.getMetadata().getGeneration())
                    && Objects.equals(s.getStatus().getReadyReplicas(), replicas)
                    && Objects.equals(s.getStatus().getUpdatedReplicas(), replicas)
                    && Objects.equals(
                        s.getStatus().getCurrentRevision(), s.getStatus().getUpdateRevision()),
            PATIENCE,
            TimeUnit.SECONDS);
  }

  @Test
  void serviceKnowsOnlyReadyPods() {
    load(deployment("sleep 1000", 2, ""));
    load(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {selector: {app: web}, ports: [{port: 80}]}
        """);
    var endpoints =
        client()
            .endpoints()
            .inNamespace(namespace)
            .withName("web")
            .waitUntilCondition(
                e ->
                    e != null
                        && !e.getSubsets().isEmpty()
                        && e.getSubsets().getFirst().getAddresses().size() == 2,
                PATIENCE,
                TimeUnit.SECONDS);
    assertThat(endpoints.getSubsets().getFirst().getPorts().getFirst().getPort()).isEqualTo(80);
  }

  @Test
  void dependentsGoWithTheirOwner() {
    load(deployment("sleep 1000", 1, ""));
    deployed(d -> complete(d, 1));
    client()
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName("web")
        .withPropagationPolicy(DeletionPropagation.FOREGROUND)
        .delete();
    client()
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName("web")
        .waitUntilCondition(Objects::isNull, PATIENCE, TimeUnit.SECONDS);
    assertThat(client().apps().replicaSets().inNamespace(namespace).list().getItems()).isEmpty();
  }

  @Test
  void orphansStay() {
    load(deployment("sleep 1000", 1, ""));
    deployed(d -> complete(d, 1));
    client()
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName("web")
        .withPropagationPolicy(DeletionPropagation.ORPHAN)
        .delete();
    client()
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName("web")
        .waitUntilCondition(Objects::isNull, PATIENCE, TimeUnit.SECONDS);
    assertThat(client().apps().replicaSets().inNamespace(namespace).list().getItems())
        .hasSize(1)
        .allMatch(rs -> rs.getMetadata().getOwnerReferences().isEmpty());
  }

  @Test
  void namespaceTakesItsContentAlong() {
    load(deployment("sleep 1000", 1, ""));
    deployed(d -> complete(d, 1));
    client().namespaces().withName(namespace).delete();
    assertThatThrownBy(() -> load(pod("late", IMAGE, "true", "")))
        .isInstanceOf(KubernetesClientException.class);
    client()
        .namespaces()
        .withName(namespace)
        .waitUntilCondition(Objects::isNull, PATIENCE, TimeUnit.SECONDS);
    assertThat(client().pods().inNamespace(namespace).list().getItems()).isEmpty();
  }

  @Test
  void podsOwnEventsTellWhy() {
    load(pod("crash", IMAGE, "exit 1", ""));
    pod("crash", p -> waits(p, "CrashLoopBackOff"));
    List<GenericKubernetesResource> events =
        client()
            .genericKubernetesResources("v1", "Event")
            .inNamespace(namespace)
            .withField("involvedObject.name", "crash")
            .list()
            .getItems();
    assertThat(events).anyMatch(e -> "BackOff".equals(e.getAdditionalProperties().get("reason")));
  }
}
