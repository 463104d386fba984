package io.bowline.release.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.release.archive.ArchiveLimits;
import io.bowline.release.archive.FileTree;
import io.bowline.release.bundle.AuthorProblem;
import io.bowline.release.bundle.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What an author may allow, and what is found before it is allowed.
class LintRulesTest extends LintedFolder {
  @Test
  void whatAPodTakesOfItsNodeIsFoundByFileAndLine() throws IOException {
    edit("charts/broker/templates/statefulset.yaml", "              memory: 32Mi\n", "");
    edit(
        "charts/broker/templates/statefulset.yaml",
        "          configMap:\n            name: {{ .Release.Name }}",
        "          hostPath:\n            path: /var/run");
    edit(
        "charts/broker/templates/statefulset.yaml",
        "          image: {{ .Values.image }}",
        """
                  image: {{ .Values.image }}
                  securityContext:
                    privileged: true
                    capabilities: {add: [NET_ADMIN]}\
        """);
    edit(
        "release.yaml",
        "      limits:\n        cpu: 100m\n        memory: 32Mi",
        "      limits:\n        cpu: 100m");
    assertThat(all(folder))
        .anyMatch(p -> p.matches(".*statefulset.yaml:23: warning: .* has no memory limit.*"))
        .anyMatch(
            p -> p.matches(".*statefulset.yaml:52: warning: .* mounts /var/run of its node.*"))
        .anyMatch(p -> p.matches(".*statefulset.yaml:26: warning: .* is privileged .*"))
        .anyMatch(p -> p.matches(".*statefulset.yaml:27: warning: .* capabilities NET_ADMIN .*"))
        .anyMatch(p -> p.startsWith("release.yaml:74: warning: component generator has no memory"));
  }

  @Test
  void rightsInEveryNamespaceAreFound() throws IOException {
    add(
        "charts/broker/templates/rights.yaml",
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata:
          name: watcher
        rules:
          - apiGroups: [""]
            resources: [nodes]
            verbs: [get]
          - apiGroups: [""]
            resources: [secrets]
            verbs: [get, list]
          - apiGroups: ["*"]
            resources: ["*"]
            verbs: ["*"]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata:
          name: watcher
        roleRef:
          apiGroup: rbac.authorization.k8s.io
          kind: ClusterRole
          name: cluster-admin
        subjects:
          - kind: ServiceAccount
            name: broker
            namespace: streaming
        """);
    assertThat(all(folder).stream().filter(p -> p.contains("[cluster-rights]")))
        .containsExactly(
            "charts/broker/templates/rights.yaml:9: warning: ClusterRole watcher allows get, list"
                + " on secrets [cluster-rights]",
            "charts/broker/templates/rights.yaml:12: warning: ClusterRole watcher allows everything"
                + " on everything [cluster-rights]",
            "charts/broker/templates/rights.yaml:23: warning: ClusterRoleBinding watcher makes"
                + " ServiceAccount broker master of the whole cluster [cluster-rights]");
  }

  @Test
  void imagesInCustomResourcesAndVariablesAreFoundByThePatternsOfTheAuthor() throws IOException {
    add(
        "charts/broker/templates/custom.yaml",
        """
        apiVersion: kafka.example.io/v1
        kind: Kafka
        metadata:
          name: main
        spec:
          kafka:
            image: quay.example/kafka:3.9
            runtime: quay.example/jre:25
          policy:
            image: Always
        """);
    edit(
        "charts/broker/templates/statefulset.yaml",
        "          env:\n",
        """
                  env:
                    - name: SIDECAR_IMAGE
                      value: quay.example/side:1
                    - name: IMAGE_REGISTRY
                      value: quay.example:5000
        """);
    assertThat(all(folder).stream().filter(p -> p.contains("[unmirrored-mention]")))
        .hasSize(2)
        .anyMatch(p ->
            p.startsWith(
                "charts/broker/templates/custom.yaml:7: warning: Kafka main spec.kafka.image"))
        .anyMatch(p ->
            p.startsWith(
                "charts/broker/templates/statefulset.yaml:28: warning: StatefulSet broker variable"
                    + " SIDECAR_IMAGE"));
    add("lint.yaml", "images:\n  fields: ['spec.*.runtime']\n  environment: []\n");
    assertThat(all(folder).stream().filter(p -> p.contains("[unmirrored-mention]")))
        .singleElement()
        .asString()
        .contains("custom.yaml:8", "quay.example/jre:25");
  }

  @Test
  void aHookThatNothingUndoesNeedsAWordOfItsAuthor() throws IOException {
    Files.deleteIfExists(folder.resolve("lint.yaml"));
    assertThat(all(folder))
        .anyMatch(p ->
            p.startsWith(
                "charts/connector/templates/announce.yaml:7: warning: Job connector-announce runs on"
                    + " an upgrade"));
    add("lint.yaml", "allow:\n  - rule: hook-stays\n    object: Job *-announce\n");
    assertThat(lint(folder))
        .singleElement()
        .asString()
        .startsWith("lint.yaml:2: allow[0] needs 'because'");
    add(
        "lint.yaml",
        """
        allow:
          - rule: hook-stays
            object: Job *-announce
            because: it only speaks
          - rule: host-access
            because: what
          - rule: nonsense
            because: x
        """);
    assertThat(all(folder))
        .noneMatch(p -> p.contains("[hook-stays]"))
        .anyMatch(p -> p.equals("lint.yaml:5: warning: allows host-access, which nothing needs"))
        .anyMatch(
            p -> p.startsWith("lint.yaml:7: allow[2].rule must be one of unmirrored-mention"));
  }

  @Test
  void anErrorThatIsNoRuleCannotBeAllowed() throws IOException {
    add("lint.yaml", "allow: []\nexclude: [all]\ninputs:\n  odd:\n    brokerReplicas: many\n");
    assertThat(lint(folder))
        .containsExactly(
            "lint.yaml: inputs.odd input 'brokerReplicas' must be a whole number",
            "lint.yaml:2: exclude is unknown; there is inputs, images, allow");
  }

  @Test
  void whatNobodyTakesIsFound() throws IOException {
    edit("release.yaml", "${inputs.brokerReplicas}", "1");
    edit(
        "release.yaml",
        "components:\n",
        """
          - name: spare
            source: quay.example/spare:1
            repository: spare

        components:
        """);
    assertThat(all(folder))
        .anyMatch(p -> p.startsWith("release.yaml:9: warning: input 'brokerReplicas' is asked of"))
        .anyMatch(p -> p.matches("release.yaml:\\d+: warning: image 'spare' is mirrored, but .*"));
  }

  @Test
  void aProviderThatTheModuleDoesNotCarryIsFound() throws IOException {
    edit(
        "modules/topics/main.tf",
        "  required_version",
        """
        required_providers {
          aws = {
            source  = "hashicorp/aws"
          }
        }
        required_version\
        """);
    assertThat(all(folder))
        .anyMatch(p ->
            p.equals(
                "modules/topics/main.tf:5: warning: provider hashicorp/aws is not in the release:"
                    + " each install fetches it from registry.terraform.io [provider-elsewhere]"));
    String mirror = "providers/registry.terraform.io/hashicorp/aws/";
    add(mirror + "index.json", "{}");
    add(mirror + "terraform-provider-aws_5.0.0_linux_amd64.zip", "zip");
    assertThat(all(folder)).noneMatch(p -> p.contains("[provider-elsewhere]"));
    add(mirror + "notes.txt", "");
    assertThat(all(folder))
        .anyMatch(p -> p.contains("notes.txt") && p.contains("is called like no provider"));
  }

  @Test
  void aModuleThatIsFetchedFromElsewhereIsAnError() throws IOException {
    edit(
        "modules/topics/main.tf",
        "terraform {",
        """
        module "own" {
          source = "./own"
        }
        module "vpc" {
          source  = "terraform-aws-modules/vpc/aws"
          version = "5.0.0"
        }
        terraform {\
        """);
    assertThat(all(folder))
        .anyMatch(p ->
            p.startsWith("modules/topics/main.tf:6: ")
                && p.contains("takes the module 'vpc' from terraform-aws-modules/vpc/aws"))
        .noneMatch(p -> p.contains("'own'") || p.contains("[provider-elsewhere]"));
  }

  @Test
  void whatAnUpgradeMayNotChangeIsFoundBesideTheReleaseBefore() throws IOException {
    Path before = scratch.resolve("before");
    Files.createDirectories(before);
    String crd =
        """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata:
          name: topics.acme.io
        spec:
          group: acme.io
          versions:
            - name: v1
              served: true
              storage: true
            - name: v1alpha1
              served: %s
              storage: false
        """;
    add("charts/broker/crds/topics.yaml", crd.formatted("true"));
    FileTree.ofFolder(folder, ArchiveLimits.CHART_OR_MODULE).writeTo(before);
    add("charts/broker/crds/topics.yaml", crd.formatted("false"));
    edit(
        "charts/broker/templates/statefulset.yaml",
        "  podManagementPolicy: Parallel",
        "  podManagementPolicy: OrderedReady");
    edit("release.yaml", "sequence: 1", "sequence: 2");
    assertThat(
            found(folder, Optional.of(before)).problems().stream()
                .filter(p -> p.severity() == AuthorProblem.Severity.ERROR)
                .map(AuthorProblem::toString))
        .containsExactly(
            "charts/broker/crds/topics.yaml:7: CustomResourceDefinition topics.acme.io no longer"
                + " serves v1alpha1, which the release before did: whoever uses it, and a return,"
                + " would fail [dropped-version]",
            "charts/broker/templates/statefulset.yaml:10: StatefulSet broker changes"
                + " spec.podManagementPolicy, which Kubernetes refuses of an object that is there"
                + " [immutable-field]");
    edit("release.yaml", "sequence: 2", "sequence: 1");
    assertThat(found(folder, Optional.of(before)).problems().toString())
        .contains("sequence must be greater than 1, that of 1.0.0");
    assertThat(found(Samples.folder("v2"), Optional.of(Samples.folder("v1"))).problems())
        .allMatch(p -> p.severity() == AuthorProblem.Severity.WARNING);
  }
}
