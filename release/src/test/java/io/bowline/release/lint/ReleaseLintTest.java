package io.bowline.release.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.release.bundle.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReleaseLintTest extends LintedFolder {
  @Test
  void theSamplesAreClean() throws IOException {
    for (String version : List.of("v1", "v2", "v3")) {
      assertThat(all(Samples.folder(version)))
          .singleElement()
          .asString()
          .contains("acme/sample:", "has no digest", "[moving-tag]");
    }
  }

  @Test
  void aChartThatDoesNotRenderIsNamedByFileAndLine() throws IOException {
    edit(
        "charts/broker/templates/service.yaml",
        "name: {{ .Release.Name }}",
        "name: {{ fail \"no\" }}");
    assertThat(lint(folder))
        .singleElement()
        .asString()
        .startsWith("charts/broker/templates/service.yaml:4: ");
  }

  @Test
  void aTemplateThatGivesNoYamlIsNamed() throws IOException {
    edit("charts/broker/templates/service.yaml", "  ports:", " ports:");
    assertThat(lint(folder))
        .singleElement()
        .asString()
        .startsWith("charts/broker/templates/service.yaml: chart 'broker' does not render: YAML");
  }

  @Test
  void anImageThatIsNotMirroredIsFound() throws IOException {
    edit("charts/broker/values.yaml", "docker.example/acme/sample:1.0", "nginx:1");
    edit(
        "release.yaml",
        "      image: docker.example/acme/sample:1.0\n      replicas",
        "      replicas");
    assertThat(lint(folder))
        .singleElement()
        .asString()
        .startsWith(
            "charts/broker/templates/statefulset.yaml:24: StatefulSet broker uses image 'nginx:1'");
  }

  @Test
  void aComposedHookIsFound() throws IOException {
    edit(
        "charts/connector/templates/announce.yaml",
        "helm.sh/hook-weight: \"1\"",
        "{{ printf \"%s/hook\" \"helm.sh\" }}: post-install");
    assertThat(lint(folder))
        .anyMatch(p -> p.startsWith("charts/connector/templates/announce.yaml:8: "));
  }

  @Test
  void aModuleIsComparedWithWhatTheReleaseGivesAndTakes() throws IOException {
    edit("release.yaml", "      partitions: 3", "      shards: 3");
    edit("modules/topics/main.tf", "output \"topic_prefix\"", "output \"prefix\"");
    edit("modules/topics/main.tf", "  required_version", "  backend \"s3\" {}\n  required_version");
    assertThat(lint(folder))
        .anyMatch(p -> p.contains("declares no variable 'shards'"))
        .anyMatch(p -> p.contains("needs the variable 'partitions'"))
        .anyMatch(p -> p.contains("declares no output 'topic_prefix'"))
        .anyMatch(p -> p.startsWith("modules/topics/main.tf:3: says where its state lives"));
  }

  @Test
  void everySetOfInputsIsRenderedAndNamedWhereOnlyItFindsSomething() throws IOException {
    edit(
        "release.yaml",
        "images:\n",
        "  - name: debug\n    type: boolean\n    default: false\n\nimages:\n");
    edit(
        "release.yaml",
        "      retentionHours: 24",
        "      retentionHours: 24\n      debug: ${inputs.debug}");
    add(
        "charts/broker/templates/debug.yaml",
        """
        {{- if .Values.debug }}
        apiVersion: v1
        kind: Pod
        metadata:
          name: debug
        spec:
          hostNetwork: true
          containers:
            - name: shell
              image: {{ .Values.image }}
              resources:
                limits: {memory: 8Mi}
        {{- end }}
        {{- if gt (int .Values.replicas) 2 }}
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          name: large
        spec:
          containers:
            - name: shell
              image: {{ .Values.image }}
        {{- end }}
        """);
    add("lint.yaml", "inputs:\n  large:\n    brokerReplicas: 3\n");
    assertThat(all(folder))
        .contains(
            "charts/broker/templates/debug.yaml:7: warning: Pod debug shares its node's Network"
                + " (with inputs 'debug=true') [host-access]",
            "charts/broker/templates/debug.yaml:22: warning: Pod large container 'shell' has no"
                + " memory limit: it may take all that its node has (with inputs 'large')"
                + " [no-limits]");
  }

  @Test
  void missingImagesAreWrittenIntoTheListAndNothingElseChanges() throws IOException {
    String text = Files.readString(folder.resolve("release.yaml"));
    String fixed =
        MirrorList.add(
                text, List.of("nginx:1.27", "quay.example/a/sample@sha256:" + "ab".repeat(32)))
            .orElseThrow();
    assertThat(fixed)
        .isEqualTo(
            text.replace(
                "    repository: acme/sample\n",
                """
                    repository: acme/sample
                  - name: nginx
                    source: nginx:1.27
                    repository: nginx
                  - name: sample-2
                    source: quay.example/a/sample@sha256:%1$s
                    repository: a/sample
                    digest: sha256:%1$s
                """
                    .formatted("ab".repeat(32))));
    assertThat(MirrorList.add("version: 1\nimages: []\n", List.of("a/b:1")).orElseThrow())
        .isEqualTo("version: 1\nimages:\n  - name: b\n    source: a/b:1\n    repository: a/b\n");
    assertThat(MirrorList.add("version: 1\n", List.of("a/b:1")).orElseThrow())
        .endsWith("version: 1\n\nimages:\n  - name: b\n    source: a/b:1\n    repository: a/b\n");
    assertThat(MirrorList.add("images: [{name: a}]\n", List.of("a/b:1"))).isEmpty();
  }

  @Test
  void aBombOfAliasesIsRefusedNotUnfolded() throws IOException {
    StringBuilder bomb =
        new StringBuilder(
            """
            apiVersion: acme.io/v1
            kind: Bomb
            metadata: {name: b}
            l0: &l0 [x]
            """);
    for (int i = 1; i < 12; i++) {
      bomb.append("l%d: &l%d [%s]\n".formatted(i, i, ("*l" + (i - 1) + ", ").repeat(10)));
    }
    add("charts/broker/templates/bomb.yaml", bomb.toString());
    assertThat(lint(folder)).anyMatch(p -> p.startsWith("charts/broker"));
  }
}
