package io.bowline.runner.hosted.cluster.bootstrap;

import io.bowline.release.archive.FileTree;
import io.bowline.release.archive.TreeFile;
import io.bowline.release.chart.ChartRenderer;
import io.bowline.release.chart.HelmLibrary;
import io.bowline.release.chart.RenderRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The chart of the runner, as Helm renders it.
final class RunnerChart {
  private static final Path CHART =
      Path.of("..", "installer-templates", "kubernetes", "bowline-runner");

  private final Path scratch;

  RunnerChart(Path scratch) {
    this.scratch = scratch;
  }

  /// What would be applied, without the chart's own tests, in Helm's order.
  ///
  /// @throws io.bowline.release.chart.ChartRefused when the schema or a template refuses the values
  List<Map<String, Object>> objects(String namespace, String values) throws IOException {
    return rendered(namespace, values).stream()
        .filter(object -> !metadata(object).containsKey("annotations"))
        .toList();
  }

  /// All of it.
  @SuppressWarnings("unchecked")
  List<Map<String, Object>> rendered(String namespace, String values) throws IOException {
    String manifest =
        new ChartRenderer(new HelmLibrary(HelmLibrary.usualFolder()), scratch)
            .render(
                new RenderRequest(
                    files(), "bowline-runner", namespace, values, Optional.of("v1.27.0")))
            .manifest();
    List<Map<String, Object>> objects = new ArrayList<>();
    for (Object each : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(manifest)) {
      if (each instanceof Map<?, ?> object) {
        objects.add((Map<String, Object>) object);
      }
    }
    return objects;
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> metadata(Map<?, ?> object) {
    return (Map<String, Object>) object.get("metadata");
  }

  private static FileTree files() throws IOException {
    Map<String, TreeFile> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(CHART)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(
            "bowline-runner/" + CHART.relativize(file),
            new TreeFile(Files.readAllBytes(file), false));
      }
    }
    return FileTree.of(files);
  }
}
