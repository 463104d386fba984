package io.bowline.release.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.release.archive.FileTree;
import io.bowline.release.archive.TreeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartRendererTest {
  private static final String WILD =
      """
      apiVersion: v1
      kind: Secret
      metadata:
        name: wild
        annotations:
          drawn-at: {{ now | date "2006-01-02T15:04:05.999999999" | quote }}
      stringData:
        password: {{ randAlphaNum 24 | quote }}
        looked-up: {{ (lookup "v1" "Namespace" "" "default") | toJson | quote }}
        plain: {{ "{{ .Values.notATemplate }} ${HOME}" | quote }}
      """;
  private static final String HOOK =
      """
      apiVersion: batch/v1
      kind: Job
      metadata:
        name: migrate
        annotations:
          "helm.sh/hook": pre-upgrade
          helm.sh/hook-weight: "3"
      spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: x/y:1}]}}}
      """;

  @TempDir Path scratch;

  private static FileTree chart(Map<String, String> files) {
    Map<String, TreeFile> all = new TreeMap<>();
    all.put("wild/Chart.yaml", TreeFile.text("apiVersion: v2\nname: wild\nversion: 1.2.3\n"));
    files.forEach((path, text) -> all.put("wild/" + path, TreeFile.text(text)));
    return FileTree.of(all);
  }

  private RenderedChart render(FileTree chart, String values) throws IOException {
    return new ChartRenderer(new HelmLibrary(HelmLibrary.usualFolder()), scratch)
        .renderWithoutCluster(new RenderRequest(chart, "wild", "ns", values, Optional.empty()));
  }

  /// Why the runner renders once and freezes what it got.
  @Test
  void aChartThatDrawsIsDrawnAnewAtEveryRendering() throws IOException {
    FileTree chart = chart(Map.of("templates/wild.yaml", WILD, "templates/hook.yaml", HOOK));
    RenderedChart first = render(chart, "{}");
    RenderedChart second = render(chart, "{}");
    assertThat(second.manifest()).isNotEqualTo(first.manifest());
    assertThat(first.manifest()).contains("{{ .Values.notATemplate }} ${HOME}");
  }

  @Test
  void hooksAreRenderedAlsoThoseOfPackedSubcharts() throws IOException {
    FileTree sub =
        FileTree.of(
            Map.of(
                "sub/Chart.yaml", TreeFile.text("apiVersion: v2\nname: sub\nversion: 1.0.0\n"),
                "sub/crds/thing.yaml", TreeFile.text("kind: CustomResourceDefinition\n"),
                "sub/templates/hook.yaml",
                    TreeFile.text(HOOK.replace("migrate", "from-{{ .Release.Name }}"))));
    Map<String, TreeFile> files = new TreeMap<>(chart(Map.of("templates/hook.yaml", HOOK)).files());
    files.put("wild/charts/sub-1.0.0.tgz", new TreeFile(sub.pack(), false));
    RenderedChart rendered = render(FileTree.of(files), "{}");
    assertThat(rendered.manifest())
        .contains("name: migrate")
        .contains("name: from-wild")
        .contains("\"helm.sh/hook\": pre-upgrade")
        .contains("helm.sh/hook-weight")
        .doesNotContain("disguised");
    assertThat(rendered.crds()).containsExactly("kind: CustomResourceDefinition\n");
  }

  @Test
  void valuesReachTheChart() throws IOException {
    FileTree chart =
        chart(
            Map.of(
                "templates/a.yaml",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: {{"
                    + " .Release.Namespace }}}\ndata: {a: {{ .Values.deep.a | quote }}}\n"));
    assertThat(render(chart, "{\"deep\":{\"a\":\"x: y\"}}").manifest())
        .contains("data: {a: \"x: y\"}")
        .contains("namespace: ns");
  }

  @Test
  void aChartThatDoesNotRenderIsRefusedInHelmsWords() {
    FileTree chart =
        chart(Map.of("templates/a.yaml", "a: {{ required \"a is needed\" .Values.a }}"));
    assertThatThrownBy(() -> render(chart, "{}"))
        .isInstanceOf(ChartRefused.class)
        .hasMessageContaining("a is needed");
  }

  @Test
  void nothingIsLeftBehindAndTheLibraryIsUnpackedOnce() throws IOException {
    render(chart(Map.of("templates/hook.yaml", HOOK)), "{}");
    assertThat(scratch).isEmptyDirectory();
    HelmLibrary library = new HelmLibrary(HelmLibrary.usualFolder());
    var written = Files.getLastModifiedTime(library.unpacked());
    assertThat(Files.getLastModifiedTime(library.unpacked())).isEqualTo(written);
  }
}
