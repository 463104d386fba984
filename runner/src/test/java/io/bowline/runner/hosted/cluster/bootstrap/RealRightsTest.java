package io.bowline.runner.hosted.cluster.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cloud.kubeconfig.ClusterAccess;
import io.bowline.cloud.kubeconfig.ClusterCredential;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Result;
import io.bowline.model.sizing.CapacityRules;
import io.bowline.runner.hosted.cluster.Answer;
import io.bowline.runner.hosted.cluster.ClusterCalls;
import io.bowline.runner.hosted.cluster.RealCluster;
import io.bowline.runner.hosted.cluster.Right;
import io.bowline.runner.hosted.cluster.check.ClusterChecks;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.Stop;
import io.bowline.testkit.RequiresPart;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A credential with the role of docs/byok.md and nothing else, at a real API server.
@Tag("real")
@RequiresPart("kubeconfig")
class RealRightsTest {
  private static final String ROLES = "/apis/rbac.authorization.k8s.io/v1/";

  private final String id = "byok-rights-" + UUID.randomUUID().toString().substring(0, 8);
  private final RunnerTerms terms =
      new RunnerTerms(id, id, "registry.example.com/r:1", "", "{}", "", Optional.of("{}"));
  private ClusterCalls admin;

  @BeforeEach
  void enter() throws Exception {
    admin = RealCluster.door().open(RealCluster.access());
  }

  @AfterEach
  void leave() throws Exception {
    try {
      new Removal(admin).run(terms);
      for (String path :
          List.of(
              ROLES + "clusterrolebindings/" + id,
              ROLES + "clusterroles/" + id,
              "/api/v1/namespaces/default/serviceaccounts/" + id)) {
        admin.delete(path, Json.object());
      }
    } finally {
      admin.close();
    }
  }

  private void make(String path, ObjectNode object) throws Exception {
    assertThat(admin.post(path, object).status()).isEqualTo(201);
  }

  /// What somebody uploads who made a service account with that role.
  private ClusterAccess access(List<Right> rights) throws Exception {
    make(ROLES + "clusterroles", BootstrapRole.object(id, rights));
    make(
        "/api/v1/namespaces/default/serviceaccounts",
        (ObjectNode)
            Json.tree(
                """
                {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "%s"}}
                """
                    .formatted(id)));
    make(
        ROLES + "clusterrolebindings",
        (ObjectNode)
            Json.tree(
                """
                {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding",
                 "metadata": {"name": "%s"},
                 "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole",
                   "name": "%s"},
                 "subjects": [{"kind": "ServiceAccount", "namespace": "default", "name": "%s"}]}
                """
                    .formatted(id, id, id)));
    Answer token =
        admin.post(
            "/api/v1/namespaces/default/serviceaccounts/" + id + "/token",
            Json.tree(
                """
                {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest",
                 "spec": {"expirationSeconds": 3600}}
                """));
    ClusterAccess some = RealCluster.access();
    return new ClusterAccess(
        id,
        some.server(),
        some.tlsServerName(),
        some.authorities(),
        new ClusterCredential.Token(
            token.body().path("status").path("token").asText(), Optional.empty()),
        Optional.empty());
  }

  /// The API server takes a moment until it goes by a new role.
  private Check permissions(ClusterAccess access, Predicate<Check> expected) throws Exception {
    var never = new Stop();
    Check found = permissions(access);
    for (int tries = 0; tries < 60 && !expected.test(found); tries++) {
      never.within(Duration.ofSeconds(1));
      found = permissions(access);
    }
    return found;
  }

  private Check permissions(ClusterAccess access) {
    List<Check> found =
        new ClusterChecks(RealCluster.door(), Clock.systemUTC(), Duration.ofSeconds(60))
            .run(
                access, new ClusterChecks.Wanted(1, CapacityRules.USUAL, RunnerObjects.rights(id)));
    assertThat(found).extracting(Check::name).contains("permissions");
    return found.stream().filter(each -> each.name().equals("permissions")).toList().getFirst();
  }

  @Test
  @Tag("K23b.permissions")
  void theRoleOfThePageIsEnoughForAllOfIt() throws Exception {
    ClusterAccess access = access(RunnerObjects.rights(id));
    assertThat(permissions(access, check -> check.result() == Result.OK).result())
        .isEqualTo(Result.OK);
    try (ClusterCalls calls = RealCluster.door().open(access)) {
      assertThat(BootstrapContract.whole(new Bootstrap(calls).run(terms)).changed()).hasSize(10);
      assertThat(new Bootstrap(calls).run(terms)).isInstanceOf(Done.Whole.class);
    }
  }

  @Test
  @Tag("K23b.permissions")
  void aRightThatIsMissingIsNamedAndTheBootstrapWritesNothing() throws Exception {
    List<Right> less =
        RunnerObjects.rights(id).stream()
            .filter(right -> !right.resource().equals("statefulsets"))
            .toList();
    ClusterAccess access = access(less);
    Check permissions =
        permissions(
            access,
            check -> check.actions().stream().allMatch(each -> each.contains("statefulsets")));
    assertThat(permissions.result()).isEqualTo(Result.FAILED);
    assertThat(permissions.actions())
        .contains("create statefulsets.apps in " + id)
        .allMatch(action -> action.contains("statefulsets"));
    try (ClusterCalls calls = RealCluster.door().open(access)) {
      assertThat(new Bootstrap(calls).run(terms)).isInstanceOf(Done.Refused.class);
    }
    assertThat(admin.get("/api/v1/namespaces/" + id).missing()).isTrue();
  }
}
