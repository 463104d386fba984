package io.bowline.runner.hosted.cluster.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/// The chart is the one source of what a runner is in a cluster: `runner.yaml`, which every other
/// way in fills in without Helm, is what it renders to. With `BOWLINE_WRITE=1` it is made anew.
class RunnerManifestTest {
  private static final Path TEMPLATES = Path.of("..", "installer-templates");
  private static final Path VALUES = TEMPLATES.resolve("kubernetes/manifest-values.yaml");
  private static final Path MANIFEST =
      TEMPLATES.resolve("src/main/resources/io/bowline/installer/kubernetes/runner.yaml");
  private static final String HEAD =
      """
      # All that a bootstrap puts into a cluster, in this order: what the chart kubernetes/bowline-runner
      # renders to with kubernetes/manifest-values.yaml. Made by RunnerManifestTest (BOWLINE_WRITE=1); do not
      # edit. What stands in braces is filled in. The rights that docs/byok.md lists are made from this file.
      """;

  private static final String ENROLLMENT =
      Base64.getEncoder().encodeToString("x-enrollment-x".getBytes(StandardCharsets.UTF_8));

  @TempDir private Path scratch;

  @Test
  void theManifestIsWhatTheChartRendersTo() throws Exception {
    String rendered = HEAD + dump(objects());
    if ("1".equals(System.getenv("BOWLINE_WRITE"))) {
      Files.writeString(MANIFEST, rendered);
    }
    assertThat(Files.readString(MANIFEST)).isEqualTo(rendered);
  }

  private List<Map<String, Object>> objects() throws IOException {
    List<Map<String, Object>> objects = new ArrayList<>();
    for (Map<String, Object> each :
        new RunnerChart(scratch).objects("x-namespace-x", Files.readString(VALUES))) {
      objects.add(installersOwnLeftOut((Map<?, ?>) toBeFilled(each)));
    }
    return objects;
  }

  /// A copy in which every word that is filled in later stands in braces.
  private static Object toBeFilled(Object node) {
    return switch (node) {
      case Map<?, ?> map -> {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put((String) key, toBeFilled(value)));
        yield copy;
      }
      case List<?> list -> new ArrayList<>(list.stream().map(each -> toBeFilled(each)).toList());
      case String text ->
          text.replace(ENROLLMENT, "{enrollment}")
              .replace("x-image-x/x:x", "{image}")
              .replaceAll("x-(namespace|settings|trust-root|policy)-x", "{$1}");
      default -> node;
    };
  }

  /// Labels of metadata say who installed something, and settings that change restart nothing here.
  @SuppressWarnings("unchecked")
  private static Map<String, Object> installersOwnLeftOut(Map<?, ?> object) {
    Map<String, Object> labels = (Map<String, Object>) metadata(object).get("labels");
    labels.keySet().removeIf(label -> !label.startsWith("pod-security"));
    if (labels.isEmpty()) {
      metadata(object).remove("labels");
    }
    if (object.get("spec") instanceof Map<?, ?> spec
        && spec.get("template") instanceof Map<?, ?> template) {
      metadata(template).remove("annotations");
    }
    return (Map<String, Object>) object;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> metadata(Map<?, ?> object) {
    return (Map<String, Object>) object.get("metadata");
  }

  private static String dump(List<Map<String, Object>> objects) {
    var options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setWidth(100);
    options.setSplitLines(false);
    return new Yaml(options).dump(objects);
  }
}
