package io.bowline.simulator.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What controllers make of workloads, and kubelets of their pods, on any cluster.
abstract class WorkloadSuite extends PodSuite {
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
    // never ready, not even for the moment before it ends
    load(deployment("exit 1", 2, "        readinessProbe: {exec: {command: ['false']}}"));
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
              containers:
                - name: main
                  image: "%s"
                  command: [sh, -c, "%s"]
                  readinessProbe: {periodSeconds: 1, exec: {command: ["%s"]}}
        """;
    load(set.formatted(IMAGE, "sleep 1000", "true"));
    stateful(2);
    assertThat(client().pods().inNamespace(namespace).list().getItems())
        .extracting(p -> p.getMetadata().getName())
        .containsExactlyInAnyOrder("broker-0", "broker-1");
    // never ready, not even for the moment before it ends
    load(set.formatted(IMAGE, "exit 1", "false"));
    Pod broken = pod("broker-1", p -> waits(p, "CrashLoopBackOff"));
    assertThat(Boolean.TRUE.equals(main(pod("broker-0", p -> true)).getReady())).isTrue();
    client().pods().inNamespace(namespace).withName("broker-1").delete();
    Pod again = pod("broker-1", p -> !uid(p).equals(uid(broken)));
    load(set.formatted(IMAGE, "sleep 1002", "true"));
    // a controller that has not seen this change yet would make the broken pod once more
    stateful(s -> seen(s) && !s.getStatus().getUpdateRevision().equals(revision(again)));
    client().pods().inNamespace(namespace).withName("broker-1").delete();
    stateful(2);
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
}
