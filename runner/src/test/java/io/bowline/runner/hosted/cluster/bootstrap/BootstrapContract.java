package io.bowline.runner.hosted.cluster.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.runner.hosted.cluster.Answer;
import io.bowline.runner.hosted.cluster.ClusterCalls;
import io.bowline.runner.step.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What putting a runner into a cluster promises, whichever cluster it is.
abstract class BootstrapContract {
  final String id = UUID.randomUUID().toString().substring(0, 8);
  final String namespace = "byok-" + id;
  final String fleet = UUID.randomUUID().toString();
  ClusterCalls calls;
  private final List<String> made = new ArrayList<>();

  abstract ClusterCalls open() throws Exception;

  @BeforeEach
  void enter() throws Exception {
    calls = open();
  }

  @AfterEach
  void leave() throws Exception {
    try {
      new Removal(calls).run(terms(fleet, Optional.empty()));
      for (String path : made.reversed()) {
        calls.delete(path, Json.object());
      }
    } finally {
      calls.close();
    }
  }

  RunnerTerms terms(String of, Optional<String> enrollment) {
    return new RunnerTerms(
        of,
        namespace,
        "registry.example.com/bowline/runner:1",
        "bowline.runner.room=4\n",
        "{}",
        "mode: auto\n",
        enrollment);
  }

  RunnerTerms terms() {
    return terms(fleet, Optional.of("{\"token\": \"once\"}"));
  }

  /// Somebody else makes something.
  void put(String path, String json) throws Exception {
    ObjectNode object = (ObjectNode) Json.tree(json.replace('\'', '"'));
    int status = calls.post(path, object).status();
    assertThat(status).isEqualTo(201);
    made.add(path + "/" + object.path("metadata").path("name").asText());
  }

  void givenNamespace() throws Exception {
    put(
        "/api/v1/namespaces",
        "{'apiVersion': 'v1', 'kind': 'Namespace', 'metadata': {'name': '%s', 'labels': {'team': 'a'}}}"
            .formatted(namespace));
  }

  void foreignConfigMap(String name) throws Exception {
    put(
        "/api/v1/namespaces/" + namespace + "/configmaps",
        "{'apiVersion': 'v1', 'kind': 'ConfigMap', 'metadata': {'name': '%s'}, 'data': {'a': 'b'}}"
            .formatted(name));
  }

  Done bootstrap(RunnerTerms terms) throws Exception {
    return new Bootstrap(calls).run(terms);
  }

  /// What was there before all tests, what the customer of this test has, and what it made since.
  private Map<String, JsonNode> world() throws Exception {
    Map<String, JsonNode> all = World.of(calls);
    Instant began =
        created(all.getOrDefault("/api/v1 namespaces /kube-system", MissingNode.getInstance()));
    all.entrySet()
        .removeIf(each ->
            !each.getKey().contains(id) && created(each.getValue()).isAfter(began.plusSeconds(60)));
    return all;
  }

  private static Instant created(JsonNode object) {
    return Instant.parse(object.path("metadata").path("creationTimestamp").asText());
  }

  /// A customer who has things of every sort in the cluster.
  void customer() throws Exception {
    String meta = "'metadata': {'name': 'theirs-%s', 'labels': {'team': 'a'}}".formatted(id);
    put("/api/v1/namespaces", "{'apiVersion': 'v1', 'kind': 'Namespace', %s}".formatted(meta));
    put(
        "/apis/storage.k8s.io/v1/storageclasses",
        "{'apiVersion': 'storage.k8s.io/v1', 'kind': 'StorageClass', %s, 'provisioner': 'example.com/none'}"
            .formatted(meta));
    put(
        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
        """
        {'apiVersion': 'apiextensions.k8s.io/v1', 'kind': 'CustomResourceDefinition',
         'metadata': {'name': 'things.g%s.example.com'},
         'spec': {'group': 'g%s.example.com', 'scope': 'Namespaced',
           'names': {'plural': 'things', 'singular': 'thing', 'kind': 'Thing'},
           'versions': [{'name': 'v1', 'served': true, 'storage': true,
             'schema': {'openAPIV3Schema': {'type': 'object'}}}]}}
        """
            .formatted(id, id));
    put(
        "/apis/apps/v1/namespaces/theirs-%s/deployments".formatted(id),
        """
        {'apiVersion': 'apps/v1', 'kind': 'Deployment', %s, 'spec': {'replicas': 0,
          'selector': {'matchLabels': {'a': 'b'}}, 'template': {'metadata': {'labels': {'a': 'b'}},
            'spec': {'containers': [{'name': 'a', 'image': 'a'}]}}}}
        """
            .formatted(meta));
  }

  private Map<String, JsonNode> others(Map<String, JsonNode> before) throws Exception {
    Map<String, JsonNode> after = world();
    after.keySet().retainAll(before.keySet());
    return after;
  }

  @Test
  @Tag("K24.objects-exist")
  @Tag("K24.repeat-changes-nothing")
  @Tag("K5.bootstrap-leaves-rest")
  void everythingIsThereAndARepeatChangesNothing() throws Exception {
    customer();
    Map<String, JsonNode> before = world();
    Done.Whole first = whole(bootstrap(terms()));
    assertThat(first.changed()).hasSize(10);
    assertThat(others(before)).isEqualTo(before);

    Map<String, String> versions = versions();
    assertThat(versions).hasSize(10);
    Done.Whole again = whole(bootstrap(terms()));
    assertThat(again.changed()).isEmpty();
    assertThat(again.left()).hasSize(10);
    Done.Whole enrolled = whole(bootstrap(terms(fleet, Optional.empty())));
    assertThat(enrolled.changed()).isEmpty();
    // the StatefulSet's controller writes its status meanwhile
    versions.keySet().removeIf(name -> name.startsWith("StatefulSet"));
    Map<String, String> after = versions();
    after.keySet().retainAll(versions.keySet());
    assertThat(after).isEqualTo(versions);
  }

  /// Does something once all was looked at, and before anything is written.
  private Done meanwhile(Callable<?> something) throws Exception {
    var done = new AtomicBoolean();
    return new Bootstrap(
            calls,
            new Onlooker() {
              @Override
              public void done(String object) {}

              @Override
              public boolean wantsStop() {
                if (done.compareAndSet(false, true)) {
                  try {
                    something.call();
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                }
                return false;
              }
            })
        .run(terms());
  }

  private String runnerPath() {
    return "/apis/apps/v1/namespaces/" + namespace + "/statefulsets/bowline-runner";
  }

  @Test
  void whatAControllerWritesMeanwhileIsNotInTheWay() throws Exception {
    whole(bootstrap(terms()));
    Done.Whole again =
        whole(
            meanwhile(() -> {
              ObjectNode status =
                  (ObjectNode)
                      Json.tree(
                          """
                          {"apiVersion": "apps/v1", "kind": "StatefulSet",
                           "metadata": {"name": "bowline-runner"},
                           "status": {"replicas": 1, "collisionCount": 7}}
                          """);
              Answer written =
                  calls.apply(
                      runnerPath() + "/status?fieldManager=somebody-else&force=true", status);
              assertThat(written.status()).isEqualTo(200);
              return written;
            }));
    assertThat(again.changed()).isEmpty();
    assertThat(again.left()).hasSize(10);
  }

  @Test
  void whatWasTakenAwayMeanwhileIsNotMadeAnewUnseen() throws Exception {
    whole(bootstrap(terms()));
    Done found = meanwhile(() -> calls.delete(runnerPath(), Json.object()));
    assertThat(found)
        .asInstanceOf(type(Done.Stopped.class))
        .satisfies(stopped ->
            assertThat(stopped.why())
                .isEqualTo(
                    "StatefulSet %s/bowline-runner was not applied: somebody made, replaced or deleted it meanwhile; try again."
                        .formatted(namespace)));
    assertThat(whole(bootstrap(terms())).changed())
        .containsExactly("StatefulSet " + namespace + "/bowline-runner");
  }

  private Map<String, String> versions() throws Exception {
    var writing = new Writing(calls);
    var versions = new java.util.TreeMap<String, String>();
    for (ClusterObject object : RunnerObjects.of(terms())) {
      writing.find(object).ifPresent(found -> versions.put(object.text(), Writing.version(found)));
    }
    return versions;
  }

  @Test
  @Tag("K5.removal-leaves-rest")
  void removalTakesAllThatCameAndNothingElse() throws Exception {
    customer();
    Map<String, JsonNode> before = world();
    whole(bootstrap(terms()));
    runnerWrites();
    Done.Whole removed = whole(new Removal(calls).run(terms(fleet, Optional.empty())));
    assertThat(removed.left()).isEmpty();
    Map<String, JsonNode> after = world();
    after.keySet().removeIf(name -> before.containsKey(name) || isNoise(name));
    assertThat(after).isEmpty();
    assertThat(others(before)).isEqualTo(before);
    assertThat(whole(new Removal(calls).run(terms(fleet, Optional.empty()))).changed()).isEmpty();
  }

  /// Other tests may be at work in the same cluster.
  private boolean isNoise(String name) {
    return !name.contains(id);
  }

  private void runnerWrites() throws Exception {
    make("/api/v1/namespaces/" + namespace + "/secrets", "Secret", "bowline.inventory.a");
    assertThat(
            calls
                .post(
                    "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases",
                    Json.tree(
                        "{'apiVersion': 'coordination.k8s.io/v1', 'kind': 'Lease', 'metadata': {'name': 'bowline-runner'}}"
                            .replace('\'', '"')))
                .status())
        .isEqualTo(201);
  }

  @Test
  @Tag("K5.bootstrap-leaves-rest")
  @Tag("K5.removal-leaves-rest")
  void aNamespaceThatWasGivenIsUsedAsItIs() throws Exception {
    customer();
    givenNamespace();
    foreignConfigMap("theirs");
    Map<String, JsonNode> before = world();
    assertThat(whole(bootstrap(terms())).left()).containsExactly("Namespace " + namespace);
    runnerWrites();
    assertThat(others(before)).isEqualTo(before);
    assertThat(whole(new Removal(calls).run(terms())).left())
        .containsExactly("Namespace " + namespace);
    Map<String, JsonNode> after = world();
    after.keySet().removeIf(this::isNoise);
    assertThat(before).containsAllEntriesOf(after);
    assertThat(others(before)).isEqualTo(before);
  }

  @Test
  void aNamespaceThatOthersHaveMovedIntoStays() throws Exception {
    whole(bootstrap(terms()));
    foreignConfigMap("theirs");
    assertThat(whole(new Removal(calls).run(terms())).left())
        .containsExactly("Namespace %s, which holds configmaps/theirs".formatted(namespace));
    assertThat(calls.get("/api/v1/namespaces/" + namespace + "/configmaps/theirs").ok()).isTrue();
    calls.delete("/api/v1/namespaces/" + namespace + "/configmaps/theirs", Json.object());
  }

  @Test
  void whatStandsBehindManyOfOursKeepsTheNamespaceToo() throws Exception {
    whole(bootstrap(terms()));
    for (int at = 0; at < 120; at++) {
      make("/api/v1/namespaces/" + namespace + "/serviceaccounts", "ServiceAccount", "a" + at);
    }
    put(
        "/api/v1/namespaces/" + namespace + "/serviceaccounts",
        "{'apiVersion': 'v1', 'kind': 'ServiceAccount', 'metadata': {'name': 'zz-theirs'}}");
    assertThat(whole(new Removal(calls).run(terms())).left().toString())
        .contains("serviceaccounts");
    assertThat(calls.get("/api/v1/namespaces/" + namespace + "/serviceaccounts/zz-theirs").ok())
        .isTrue();
    calls.delete("/api/v1/namespaces/" + namespace, Json.object());
  }

  private void make(String path, String kind, String name) throws Exception {
    String label = "'labels': {'app.kubernetes.io/managed-by': 'bowline'}";
    String text =
        "{'apiVersion': 'v1', 'kind': '%s', 'metadata': {'name': '%s', %s}}"
            .formatted(kind, name, label);
    assertThat(calls.post(path, Json.tree(text.replace('\'', '"'))).status()).isEqualTo(201);
  }

  @Test
  void somebodyElsesObjectIsNamedAndNothingIsWritten() throws Exception {
    givenNamespace();
    foreignConfigMap("bowline-runner");
    Map<String, JsonNode> before = world();
    assertThat(bootstrap(terms()))
        .asInstanceOf(type(Done.Refused.class))
        .extracting(Done.Refused::why)
        .asString()
        .contains("ConfigMap " + namespace + "/bowline-runner", "nothing was changed");
    assertThat(world().keySet().stream().filter(name -> !isNoise(name)))
        .containsExactlyInAnyOrderElementsOf(
            before.keySet().stream().filter(name -> !isNoise(name)).toList());
    assertThat(others(before)).isEqualTo(before);
  }

  @Test
  void anotherFleetsRunnerIsLeftAlone() throws Exception {
    whole(bootstrap(terms()));
    runnerWrites();
    Map<String, JsonNode> before = world();
    String other = UUID.randomUUID().toString();
    assertThat(bootstrap(terms(other, Optional.of("{}")))).isInstanceOf(Done.Refused.class);
    assertThat(new Removal(calls).run(terms(other, Optional.empty())))
        .isInstanceOf(Done.Refused.class);
    assertThat(others(before)).isEqualTo(before);
  }

  @Test
  void aFieldThatSomebodyElseTookIsNotTakenBack() throws Exception {
    whole(bootstrap(terms()));
    ObjectNode change =
        (ObjectNode)
            Json.tree(
                """
                {"apiVersion": "apps/v1", "kind": "StatefulSet",
                 "metadata": {"name": "bowline-runner"}, "spec": {"replicas": 0}}
                """);
    String path = "/apis/apps/v1/namespaces/" + namespace + "/statefulsets/bowline-runner";
    assertThat(calls.apply(path + "?fieldManager=an-operator&force=true", change).ok()).isTrue();
    Map<String, JsonNode> before = world();
    RunnerTerms newer = terms(fleet, Optional.of("{\"token\": \"another\"}"));
    assertThat(bootstrap(newer))
        .asInstanceOf(type(Done.Refused.class))
        .extracting(Done.Refused::why)
        .asString()
        .contains("StatefulSet " + namespace + "/bowline-runner", "replicas", "an-operator")
        .contains("Nothing was changed");
    assertThat(others(before)).isEqualTo(before);
  }

  static Done.Whole whole(Done done) {
    assertThat(done).isInstanceOf(Done.Whole.class);
    return (Done.Whole) done;
  }
}
