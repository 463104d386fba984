package io.bowline.runner.hosted.cluster.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.installer.Door;
import io.bowline.installer.Egress;
import io.bowline.installer.Vendor;
import io.bowline.installer.render.Templates;
import io.bowline.release.chart.ChartRefused;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the chart of the runner makes of the values that the control plane hands out.
class RunnerChartTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String DIGEST = "sha256:" + "a".repeat(64);

  @TempDir private Path scratch;

  private static String values() {
    var kit =
        new Vendor.RunnerKit(
            "registry.example.com:5000/bowline/runner:1.2.3@" + DIGEST,
            "{\n  \"keys\": []\n}\n",
            "mode: auto\n",
            "{\"addresses\": \"of the control plane\"}");
    var vendor = new Vendor(List.of("203.0.113.0/28"), Optional.empty(), kit, Optional.empty());
    return Templates.render(Door.HELM, vendor, Optional.empty()).text();
  }

  private List<JsonNode> rendered(String more) throws IOException {
    List<JsonNode> objects = new ArrayList<>();
    for (var object : new RunnerChart(scratch).rendered("streams", values() + more)) {
      objects.add(JSON.valueToTree(object));
    }
    return objects;
  }

  private static JsonNode only(List<JsonNode> objects, String kind) {
    List<JsonNode> found =
        objects.stream().filter(object -> object.path("kind").asText().equals(kind)).toList();
    assertThat(found).as(kind).hasSize(1);
    return found.getFirst();
  }

  @Test
  void itRunsWhatTheControlPlaneNamesByItsDigestAndTrustsWhomItNames() throws Exception {
    List<JsonNode> objects = rendered("");
    assertThat(only(objects, "StatefulSet").at("/spec/template/spec/containers/0/image").asText())
        .isEqualTo("registry.example.com:5000/bowline/runner@" + DIGEST);
    JsonNode data = only(objects, "ConfigMap").path("data");
    assertThat(data.path("trust-root.json").asText()).isEqualTo("{\n  \"keys\": []\n}\n");
    assertThat(data.path("policy.yaml").asText()).isEqualTo("mode: auto\n");
  }

  @Test
  void noTokenIsInItUnlessSomebodyPutsItIn() throws Exception {
    assertThat(rendered("")).noneMatch(object -> object.path("kind").asText().equals("Secret"));
    assertThat(only(rendered("enrollment: {document: '{}'}\n"), "Secret").at("/metadata/name"))
        .hasToString("\"bowline-runner-enrollment\"");
  }

  @Test
  void nothingComesInAndWhatGoesOutIsNamed() throws Exception {
    JsonNode spec = only(rendered(""), "NetworkPolicy").path("spec");
    assertThat(spec.path("policyTypes").toString()).isEqualTo("[\"Ingress\",\"Egress\"]");
    assertThat(spec.has("ingress")).isFalse();
    var rules = new ArrayList<String>();
    for (JsonNode rule : spec.path("egress")) {
      var ports = new TreeSet<String>();
      rule.path("ports")
          .forEach(
              port -> ports.add(port.path("protocol").asText() + " " + port.path("port").asInt()));
      rules.add(rule.path("to").findValuesAsText("cidr") + " " + ports);
    }
    var control = new TreeSet<String>();
    Egress.CONTROL_PLANE.forEach(port -> control.add("TCP " + port));
    assertThat(rules)
        .containsExactly(
            "[] [TCP 53, UDP 53]",
            "[203.0.113.0/28] " + control,
            "[] [TCP 443, TCP 6443]",
            "[] [TCP 443]");
  }

  @Test
  void everyPodIsAsRestrictedPodSecurityWantsIt() throws Exception {
    for (JsonNode object : rendered("")) {
      JsonNode pod =
          object.path("kind").asText().equals("Pod")
              ? object.path("spec")
              : object.at("/spec/template/spec");
      if (pod.isMissingNode()) {
        continue;
      }
      assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
      assertThat(pod.at("/securityContext/seccompProfile/type").asText())
          .isEqualTo("RuntimeDefault");
      JsonNode container = pod.at("/containers/0/securityContext");
      assertThat(container.path("readOnlyRootFilesystem").asBoolean()).isTrue();
      assertThat(container.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
      assertThat(container.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
    }
  }

  @Test
  void itsRightsAreThoseThatTheReleaseNeedsAndItsOwn() throws Exception {
    JsonNode role =
        only(
            rendered(
                """
                rights:
                  clusterReads: false
                  components:
                    - {apiGroups: [apps], resources: [deployments], verbs: [get, create]}
                """),
            "Role");
    var resources = new ArrayList<String>();
    role.path("rules")
        .forEach(
            rule -> rule.path("resources").forEach(resource -> resources.add(resource.asText())));
    assertThat(resources)
        .containsExactly(
            "configmaps",
            "secrets",
            "leases",
            "events",
            "pods",
            "pods/log",
            "pods/proxy",
            "services/proxy",
            "deployments");
  }

  @Test
  void otherNamespacesAndTheWholeClusterAreItsOwnOnlyWhereTheValuesSaySo() throws Exception {
    assertThat(
            rendered("rights: {clusterReads: false}\n").stream()
                .map(object -> object.path("kind").asText()))
        .doesNotContain("ClusterRole", "ClusterRoleBinding");
    List<JsonNode> objects =
        rendered(
            """
            rights:
              clusterReads: false
              namespaces:
                elsewhere:
                  - {apiGroups: [batch], resources: [jobs], verbs: [get]}
              cluster:
                - {apiGroups: [apiextensions.k8s.io], resources: [customresourcedefinitions],
                   resourceNames: [a.example.com], verbs: [patch]}
            """);
    assertThat(objects)
        .filteredOn(object ->
            object.at("/metadata/namespace").asText().equals("elsewhere")
                && object.path("kind").asText().equals("Role"))
        .singleElement()
        .satisfies(role ->
            assertThat(role.path("rules").toString())
                .contains("leases", "[\"batch\"]")
                .doesNotContain("deployments"));
    assertThat(only(objects, "ClusterRole").at("/rules/0/resourceNames/0").asText())
        .isEqualTo("a.example.com");
    assertThat(only(objects, "ClusterRoleBinding").at("/roleRef/name").asText())
        .isEqualTo(only(objects, "ClusterRole").at("/metadata/name").asText());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rights: {cluster: [{apiGroups: ['*'], resources: [pods], verbs: [get]}]}",
        "rights: {namespaces: {other: [{apiGroups: [''], resources: [pods], verbs: [impersonate]}]}}",
        "rights: {components: [{apiGroups: [''], resources: ['*'], verbs: [get]}]}",
        "rights: {components: [{apiGroups: [apps], resources: [deployments], verbs: ['*']}]}",
        "rights: {components: [{apiGroups: [''], resources: [pods], verbs: [escalate]}]}",
        "replicas: 3",
        "registry: {url: registry.example.com}",
        "enrollment: {existingSecret: ''}"
      })
  void valuesThatCannotBeMeantAreRefusedBeforeAnythingIsMade(String value) {
    assertThatThrownBy(() -> rendered(value + "\n"))
        .isInstanceOf(ChartRefused.class)
        .hasMessageContaining("at '");
  }
}
