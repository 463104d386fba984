package io.bowline.release.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.bowline.release.archive.ArchiveLimits;
import io.bowline.release.archive.FileTree;
import io.bowline.release.bundle.Samples;
import io.bowline.release.chart.ChartRenderer;
import io.bowline.release.chart.HelmLibrary;
import io.bowline.release.lint.ReleaseObjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseRightsTest {
  private static final String EVERYTHING = "create delete get list patch update watch";

  private static final String CLAIMS = "persistentvolumeclaims.: delete get list patch watch";

  @TempDir Path folder;
  @TempDir Path scratch;

  @BeforeEach
  void copySample() throws IOException {
    FileTree.ofFolder(Samples.folder("v1"), ArchiveLimits.CHART_OR_MODULE).writeTo(folder);
  }

  private ReleaseObjects objects() throws IOException {
    return ReleaseObjects.of(
        folder, new ChartRenderer(new HelmLibrary(HelmLibrary.usualFolder()), scratch));
  }

  private ReleaseRights rights() throws IOException {
    assertThat(objects()).isInstanceOf(ReleaseObjects.Made.class);
    return ReleaseRights.of(((ReleaseObjects.Made) objects()).objects());
  }

  private void template(String name, String text) throws IOException {
    Files.writeString(folder.resolve("charts/broker/templates/" + name), text);
  }

  private static List<String> lines(List<Rule> rules) {
    return rules.stream()
        .map(rule ->
            "%s.%s%s: %s"
                .formatted(
                    rule.resource(),
                    rule.group(),
                    rule.names().isEmpty() ? "" : rule.names(),
                    String.join(" ", rule.verbs())))
        .toList();
  }

  @Test
  void aReleaseNeedsRightsOnWhatItMakesAndOnNothingElse() throws IOException {
    ReleaseRights rights = rights();
    assertThat(rights.namespaces()).containsOnlyKeys("streaming");
    List<Rule> streaming = Objects.requireNonNull(rights.namespaces().get("streaming"));
    assertThat(lines(streaming))
        .containsExactlyInAnyOrder(
            "jobs.batch: " + EVERYTHING,
            CLAIMS,
            "services.: " + EVERYTHING,
            "controllerrevisions.apps: get list watch",
            "deployments.apps: " + EVERYTHING,
            "replicasets.apps: get list watch",
            "statefulsets.apps: " + EVERYTHING);
    assertThat(rights.cluster()).isEmpty();
    assertThat(rights.notes()).isEmpty();
  }

  @Test
  void whatOnlyAnInputSwitchesOnCountsToo() throws IOException {
    String document = Files.readString(folder.resolve("release.yaml"));
    assertThat(document).contains("inputs:\n");
    Files.writeString(
        folder.resolve("release.yaml"),
        document
            .replace(
                "inputs:\n", "inputs:\n  - {name: nightly, type: boolean, default: \"false\"}\n")
            .replaceFirst("values:\n", "values:\n      nightly: \"\\${inputs.nightly}\"\n"));
    template(
        "nightly.yaml",
        """
        {{- if eq (toString .Values.nightly) "true" }}
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: nightly}
        {{- end }}
        """);
    assertThat(lines(streaming())).contains("horizontalpodautoscalers.autoscaling: " + EVERYTHING);
  }

  private List<Rule> streaming() throws IOException {
    return Objects.requireNonNull(rights().namespaces().get("streaming"));
  }

  @Test
  void whoMakesARoleNeedsItsRightsAndWhoBindsOneThatIsThereTheRightToBindThatOne()
      throws IOException {
    template(
        "role.yaml",
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: reader}
        rules:
          - {apiGroups: [discovery.k8s.io], resources: [endpointslices], verbs: [get, list]}
          - {apiGroups: [""], resources: [configmaps], resourceNames: [one], verbs: [use]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: viewer}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
        subjects: [{kind: ServiceAccount, name: broker}]
        """);
    assertThat(lines(streaming()))
        .contains(
            "roles.rbac.authorization.k8s.io: " + EVERYTHING,
            "rolebindings.rbac.authorization.k8s.io: " + EVERYTHING,
            "endpointslices.discovery.k8s.io: get list",
            "configmaps.[one]: use",
            "clusterroles.rbac.authorization.k8s.io[view]: bind");
  }

  @Test
  void outsideOfNamespacesOnlySingleObjectsMayBeChanged() throws IOException {
    template(
        "cluster.yaml",
        """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: brokers.example.com}
        spec:
          group: example.com
          names: {kind: Broker, plural: brokerz}
          scope: Namespaced
          versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
        ---
        apiVersion: example.com/v1
        kind: Broker
        metadata: {name: a, namespace: elsewhere}
        """);
    ReleaseRights rights = rights();
    assertThat(lines(rights.cluster()))
        .containsExactly(
            "customresourcedefinitions.apiextensions.k8s.io: create",
            "customresourcedefinitions.apiextensions.k8s.io[brokers.example.com]: delete get patch update");
    assertThat(rights.namespaces()).containsOnlyKeys("elsewhere", "streaming");
    assertThat(lines(Objects.requireNonNull(rights.namespaces().get("elsewhere"))))
        .containsExactly(CLAIMS, "brokerz.example.com: " + EVERYTHING);
    assertThat(rights.notes()).isEmpty();
  }

  @Test
  void whatCannotBeMadeOutIsSaid() throws IOException {
    template(
        "strange.yaml",
        """
        apiVersion: example.com/v1
        kind: Policy
        metadata: {name: odd}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: master}
        rules: [{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}]
        """);
    assertThat(rights().notes())
        .containsExactly(
            "broker: Policy odd is of a kind that the release does not define. It is taken for policies.example.com of a namespace; `kubectl api-resources` says what it is.",
            "broker: Role master gives rights by wildcard, which no list of rights can hold. Ask the vendor to name them.");
    assertThat(streaming().stream().map(Rule::verbs)).noneMatch(verbs -> verbs.contains("*"));
  }

  @Test
  void aReasonNamesWhatNeedsARight() throws IOException {
    assertThat(streaming())
        .filteredOn(rule -> rule.resource().equals("statefulsets"))
        .singleElement()
        .satisfies(rule -> assertThat(rule.reasons()).isEqualTo("broker: StatefulSet broker"));
    assertThat(
            new Rule(
                    "",
                    "a",
                    new TreeSet<>(),
                    new TreeSet<>(),
                    new TreeSet<>(Set.of("1", "2", "3", "4", "5")))
                .reasons())
        .isEqualTo("1; 2; 3; and 2 more");
  }

  @Test
  void aChartThatDoesNotRenderGivesNoRights() throws IOException {
    template("broken.yaml", "{{ fail \"no\" }}");
    assertThat(objects())
        .asInstanceOf(type(ReleaseObjects.Unreadable.class))
        .satisfies(unreadable ->
            assertThat(unreadable.problems())
                .singleElement()
                .satisfies(
                    problem -> assertThat(problem.toString()).contains("templates/broken.yaml:1")));
  }
}
