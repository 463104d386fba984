package io.bowline.runner.hosted.cluster.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.runner.hosted.cluster.Answer;
import io.bowline.runner.hosted.cluster.ClusterCalls;
import io.bowline.runner.hosted.cluster.RealCluster;
import io.bowline.runner.step.Stop;
import io.bowline.testkit.RequiresPart;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("real")
@RequiresPart("kubeconfig")
class RealBootstrapTest extends BootstrapContract {
  @Override
  ClusterCalls open() throws Exception {
    return RealCluster.door().open(RealCluster.access());
  }

  /// Its image is another matter: what counts here is that the cluster lets the pod be.
  @Test
  @Tag("K24.objects-exist")
  void theRunnersPodIsAdmittedUnderRestrictedPodSecurity() throws Exception {
    whole(bootstrap(terms()));
    String path = "/api/v1/namespaces/" + namespace + "/pods/bowline-runner-0";
    var never = new Stop();
    Answer pod = calls.get(path);
    for (int tries = 0; tries < 120 && pod.missing(); tries++) {
      never.within(Duration.ofMillis(500));
      pod = calls.get(path);
    }
    assertThat(pod.ok()).isTrue();
    JsonNode container = pod.body().path("spec").path("containers").path(0);
    assertThat(container.path("securityContext").path("readOnlyRootFilesystem").asBoolean())
        .isTrue();
    assertThat(
            calls
                .get("/api/v1/namespaces/" + namespace)
                .body()
                .path("metadata")
                .path("labels")
                .path("pod-security.kubernetes.io/enforce")
                .asText())
        .isEqualTo("restricted");
  }
}
