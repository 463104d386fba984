package io.bowline.release.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bowline.release.archive.FileTree;
import io.bowline.release.archive.TreeFile;
import io.bowline.release.chart.ChartRefused;
import io.bowline.release.chart.ChartRenderer;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/// Reads what a chart rendered to, and finds each value's place in the chart's templates.
final class RenderedObjects {
  private static final String SOURCE = "# Source: ";
  private static final int MOST_VALUES = 200_000;
  private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

  private final FileTree chart;
  private final String folder;
  private final List<String> rendered;
  private int values;

  private RenderedObjects(String manifest, FileTree chart, String folder) {
    this.chart = chart;
    this.folder = folder;
    this.rendered = manifest.lines().toList();
  }

  /// Reads a rendering.
  ///
  /// @param chart below one folder
  /// @param folder where the author keeps it
  /// @throws ChartRefused when it is no YAML, or more of it than anybody could judge
  static List<RenderedObject> read(String manifest, FileTree chart, String folder)
      throws ChartRefused {
    RenderedObjects reader = new RenderedObjects(manifest, chart, folder);
    List<RenderedObject> objects = new ArrayList<>();
    try {
      for (Node document : loader().composeAll(new StringReader(manifest))) {
        if (document instanceof MappingNode mapping) {
          objects.add(reader.object(mapping));
        }
      }
    } catch (YAMLException e) {
      throw new ChartRefused("the rendered chart is not YAML: " + e.getMessage());
    }
    return objects;
  }

  private static Yaml loader() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(ChartRenderer.MAX_MANIFEST_BYTES);
    options.setNestingDepthLimit(100);
    DumperOptions dumping = new DumperOptions();
    return new Yaml(new SafeConstructor(options), new Representer(dumping), dumping, options);
  }

  private RenderedObject object(MappingNode document) throws ChartRefused {
    int start = document.getStartMark().getLine();
    int source = start;
    while (source >= 0 && !rendered.get(source).startsWith(SOURCE)) {
      source--;
    }
    String template = source < 0 ? "" : rendered.get(source).substring(SOURCE.length()).strip();
    int end = source + 1;
    while (end < rendered.size() && !rendered.get(end).startsWith("---")) {
      end++;
    }
    TreeFile file = chart.file(template);
    TemplateLines places =
        new TemplateLines(
            file == null ? List.of() : file.text().lines().toList(),
            rendered.subList(source + 1, end));
    Map<String, Integer> lines = new HashMap<>();
    JsonNode body = new Place(places, source + 1, lines).convert(document, "");
    String below = template.substring(template.indexOf('/') + 1);
    return new RenderedObject(below.isEmpty() ? folder : folder + "/" + below, body, lines);
  }

  /// One object on its way to data.
  private final class Place {
    private final TemplateLines places;
    private final int first;
    private final Map<String, Integer> lines;

    Place(TemplateLines places, int first, Map<String, Integer> lines) {
      this.places = places;
      this.first = first;
      this.lines = lines;
    }

    JsonNode convert(Node node, String path) throws ChartRefused {
      // an alias is counted each time it is used, which is what ends a bomb
      if (++values > MOST_VALUES) {
        throw new ChartRefused("the chart renders to more than " + MOST_VALUES + " values");
      }
      lines.putIfAbsent(path, places.lineOf(node.getStartMark().getLine() - first));
      return switch (node) {
        case MappingNode mapping -> {
          var object = MAKE.objectNode();
          for (NodeTuple entry : mapping.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode key) {
              String at = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
              lines.put(at, places.lineOf(key.getStartMark().getLine() - first));
              object.set(key.getValue(), convert(entry.getValueNode(), at));
            }
          }
          yield object;
        }
        case SequenceNode sequence -> {
          var array = MAKE.arrayNode();
          for (Node item : sequence.getValue()) {
            array.add(convert(item, path + "[" + array.size() + "]"));
          }
          yield array;
        }
        case ScalarNode scalar ->
            scalar.getTag().equals(Tag.BOOL)
                ? MAKE.booleanNode(scalar.getValue().equalsIgnoreCase("true"))
                : MAKE.textNode(scalar.getValue());
        default -> throw new IllegalStateException("composing leaves no other nodes");
      };
    }
  }
}
