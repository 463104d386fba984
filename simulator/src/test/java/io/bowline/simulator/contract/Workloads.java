package io.bowline.simulator.contract;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/// The words in which the suites speak of workloads in a namespace of each test.
abstract class Workloads {
  static final String IMAGE = "127.0.0.1:5000/busybox:1";
  static final int PATIENCE = 240;

  protected String namespace = "";

  abstract KubernetesClient client();

  @BeforeEach
  void makeNamespace(TestInfo test) {
    String name = test.getTestMethod().orElseThrow().getName().toLowerCase(java.util.Locale.ROOT);
    // of its own also when an earlier run's is still being cleared away
    namespace = "bowline-w-%x-%s".formatted(name.hashCode(), Long.toString(System.nanoTime(), 36));
    load("apiVersion: v1\nkind: Namespace\nmetadata: {name: " + namespace + "}");
    client()
        .serviceAccounts()
        .inNamespace(namespace)
        .withName("default")
        .waitUntilCondition(Objects::nonNull, PATIENCE, TimeUnit.SECONDS);
  }

  @AfterEach
  void dropNamespace() {
    client().namespaces().withName(namespace).delete();
  }

  final HasMetadata load(String yaml) {
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

  static String deployment(String command, int replicas, String more) {
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

  final Deployment deployed(Predicate<Deployment> condition) {
    return client()
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName("web")
        .waitUntilCondition(d -> d != null && condition.test(d), PATIENCE, TimeUnit.SECONDS);
  }

  static boolean complete(Deployment d, int replicas) {
    return d.getStatus() != null
        && Objects.equals(d.getStatus().getObservedGeneration(), d.getMetadata().getGeneration())
        && Objects.equals(d.getStatus().getReadyReplicas(), replicas)
        && Objects.equals(d.getStatus().getUpdatedReplicas(), replicas)
        && Objects.equals(d.getStatus().getReplicas(), replicas)
        && d.getStatus().getUnavailableReplicas() == null;
  }

  static boolean holds(Deployment d, String type, String status, String reason) {
    return d.getStatus().getConditions().stream()
        .anyMatch(c ->
            c.getType().equals(type)
                && c.getStatus().equals(status)
                && c.getReason().equals(reason));
  }

  final Pod pod(String name, Predicate<Pod> condition) {
    return client()
        .pods()
        .inNamespace(namespace)
        .withName(name)
        .waitUntilCondition(p -> p != null && condition.test(p), PATIENCE, TimeUnit.SECONDS);
  }

  static String pod(String name, String image, String command, String more) {
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

  static ContainerStatus main(Pod pod) {
    List<ContainerStatus> statuses =
        pod.getStatus() == null ? List.of() : pod.getStatus().getContainerStatuses();
    return statuses.isEmpty() ? new ContainerStatus() : statuses.getFirst();
  }

  static boolean waits(Pod pod, String reason) {
    return main(pod).getState() != null
        && main(pod).getState().getWaiting() != null
        && reason.equals(main(pod).getState().getWaiting().getReason());
  }

  static String uid(Pod pod) {
    return pod.getMetadata().getUid();
  }

  /// The revision of its stateful set that it is of.
  static String revision(Pod pod) {
    return pod.getMetadata().getLabels().get("controller-revision-hash");
  }

  static boolean seen(StatefulSet set) {
    return set.getStatus() != null
        && Objects.equals(
            set.getStatus().getObservedGeneration(), set.getMetadata().getGeneration());
  }

  final void stateful(int replicas) {
    stateful(s ->
        seen(s)
            && Objects.equals(s.getStatus().getReadyReplicas(), replicas)
            && Objects.equals(s.getStatus().getUpdatedReplicas(), replicas)
            && Objects.equals(
                s.getStatus().getCurrentRevision(), s.getStatus().getUpdateRevision()));
  }

  final void stateful(Predicate<StatefulSet> condition) {
    client()
        .apps()
        .statefulSets()
        .inNamespace(namespace)
        .withName("broker")
        .waitUntilCondition(s -> s != null && condition.test(s), PATIENCE, TimeUnit.SECONDS);
  }
}
