package io.bowline.simulator.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What kubelets make of pods, on any cluster that has some.
abstract class PodSuite extends Workloads {
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
  void logsAreReadByTimeAndByNumberOfLines() throws IOException {
    load(pod("talk", IMAGE, "echo one; echo two; echo three; sleep 1000", ""));
    pod("talk", p -> Boolean.TRUE.equals(main(p).getReady()));
    var logs = client().pods().inNamespace(namespace).withName("talk");
    awaitLine(logs, "three");
    assertThat(logs.tailingLines(2).getLog()).isEqualTo("two\nthree\n");
    assertThat(logs.sinceSeconds(3600).getLog()).isEqualTo("one\ntwo\nthree\n");
    assertThat(logs.usingTimestamps().getLog())
        .matches("(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+Z (one|two|three)\n){3}");
    assertThatThrownBy(() -> logs.inContainer("nobody").getLog())
        .isInstanceOf(KubernetesClientException.class);
  }

  @Test
  void podsOwnEventsTellWhy() throws Exception {
    load(pod("crash", IMAGE, "exit 1", ""));
    pod("crash", p -> waits(p, "CrashLoopBackOff"));
    List<Event> events =
        client()
            .v1()
            .events()
            .inNamespace(namespace)
            .withField("involvedObject.name", "crash")
            .informOnCondition(seen -> seen.stream().anyMatch(e -> "BackOff".equals(e.getReason())))
            .get(PATIENCE, TimeUnit.SECONDS);
    assertThat(events).allMatch(e -> "crash".equals(e.getInvolvedObject().getName()));
  }

  /// A container is ready before what it said has come into its log.
  private static void awaitLine(PodResource pod, String line) throws IOException {
    try (LogWatch watch = pod.watchLog();
        var said = new BufferedReader(new InputStreamReader(watch.getOutput(), UTF_8))) {
      String next = said.readLine();
      while (next != null && !next.equals(line)) {
        next = said.readLine();
      }
      assertThat(next).isEqualTo(line);
    }
  }
}
