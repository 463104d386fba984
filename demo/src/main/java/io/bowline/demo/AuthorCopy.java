package io.bowline.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.representer.Representer;

/// The sample's sources as this demo publishes them: copied, so that the checkout stays as it is.
///
/// @param samples one folder per version
record AuthorCopy(Path samples, Path folder) {
  /// What the sample takes from its Terraform component, and the input that this is made of.
  private static final Map<String, String> MADE_OF =
      Map.of("${outputs.topics.topic_prefix}", "${inputs.topicPrefix}");

  /// Copies a version.
  Path of(String version, boolean withoutTerraform) throws IOException {
    Path source = samples.resolve(version);
    Path target = folder.resolve("release-" + version);
    try (Stream<Path> walk = Files.walk(source)) {
      List<Path> files = walk.filter(Files::isRegularFile).toList();
      for (Path file : files) {
        Path copy = target.resolve(source.relativize(file).toString());
        Files.createDirectories(copy.resolveSibling("."));
        Files.copy(file, copy);
      }
    }
    if (withoutTerraform) {
      Path document = target.resolve("release.yaml");
      Files.writeString(document, withoutTerraform(Files.readString(document)));
    }
    return target;
  }

  /// Leaves the Terraform components out, with every mention of them.
  static String withoutTerraform(String document) {
    Yaml yaml = yaml();
    Map<String, Object> release = yaml.load(document);
    List<Map<String, Object>> components = components(release);
    Set<Object> gone =
        components.stream()
            .filter(AuthorCopy::isTerraform)
            .map(component -> component.get("name"))
            .collect(Collectors.toSet());
    Map<String, Object> rest = new LinkedHashMap<>(release);
    rest.put(
        "components",
        components.stream()
            .filter(component -> !isTerraform(component))
            .map(component -> without(component, gone))
            .toList());
    return yaml.dump(rest);
  }

  private static Yaml yaml() {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    return new Yaml(new SafeConstructor(new LoaderOptions()), new Representer(options), options);
  }

  @SuppressWarnings("unchecked") // the sample is ours, and a test reads every version of it
  private static List<Map<String, Object>> components(Map<String, Object> release) {
    return (List<Map<String, Object>>) release.getOrDefault("components", List.of());
  }

  private static boolean isTerraform(Map<String, Object> component) {
    return "terraform".equals(component.get("kind"));
  }

  /// A component that comes after none of those and takes nothing from them.
  private static Map<String, Object> without(Map<String, Object> component, Set<Object> gone) {
    Map<String, Object> rest = new LinkedHashMap<>();
    component.forEach((key, value) ->
        rest.put(
            key,
            key.equals("after") && value instanceof List<?> names
                ? names.stream().filter(name -> !gone.contains(name)).toList()
                : replaced(value)));
    return rest;
  }

  private static Object replaced(Object value) {
    return switch (value) {
      case String text ->
          MADE_OF.entrySet().stream()
              .reduce(text, (so, each) -> so.replace(each.getKey(), each.getValue()), (a, _) -> a);
      case List<?> list -> list.stream().map(AuthorCopy::replaced).toList();
      case Map<?, ?> map -> {
        Map<Object, Object> copy = new LinkedHashMap<>();
        map.forEach((key, each) -> copy.put(key, replaced(each)));
        yield copy;
      }
      case Object other -> other;
    };
  }
}
