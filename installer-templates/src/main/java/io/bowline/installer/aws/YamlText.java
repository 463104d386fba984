package io.bowline.installer.aws;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/// YAML that a person can read: programs stand line by line.
final class YamlText {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int WIDTH = 120;
  private static final int SHORT = 90;

  private YamlText() {}

  static String of(ObjectNode tree) {
    var options = new DumperOptions();
    options.setDefaultFlowStyle(FlowStyle.BLOCK);
    options.setWidth(WIDTH);
    options.setSplitLines(false);
    return new Yaml(new Lines(options), options)
        .dump(JSON.convertValue(tree, new TypeReference<LinkedHashMap<String, Object>>() {}));
  }

  private static final class Lines extends Representer {
    Lines(DumperOptions options) {
      super(options);
      representers.put(String.class, this::text);
    }

    @Override
    protected Node representMapping(Tag tag, Map<?, ?> mapping, FlowStyle style) {
      return super.representMapping(tag, mapping, fitting(mapping, style));
    }

    @Override
    protected Node representSequence(Tag tag, Iterable<?> sequence, FlowStyle style) {
      return super.representSequence(tag, sequence, fitting(sequence, style));
    }

    /// What fits into one line stands in one.
    private static FlowStyle fitting(Object data, FlowStyle style) {
      String text = data.toString();
      return text.length() < SHORT && !text.contains("\n") ? FlowStyle.FLOW : style;
    }

    private Node text(Object data) {
      String text = (String) data;
      return text.contains("\n")
          ? representScalar(Tag.STR, text, ScalarStyle.LITERAL)
          : representScalar(Tag.STR, text);
    }
  }
}
