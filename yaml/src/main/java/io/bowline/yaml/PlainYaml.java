package io.bowline.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/// Reads one YAML document as JSON-like data.
///
/// What two YAML readers could understand differently is refused rather than guessed: aliases (also
/// the way to a bomb), tags, merge keys, doubled keys, `yes`/`no`, octal and other unusual numbers.
/// A problem never repeats a value, which may be a secret.
public final class PlainYaml {
  private static final int MAX_CHARACTERS = 1024 * 1024;
  private static final int MAX_DEPTH = 40;
  private static final int MAX_VALUES = 50_000;
  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,30})");
  private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]{0,30})\\.[0-9]{1,30}");

  private static final String ALIAS = "uses an anchor and alias; write the value out";

  private final JsonNodeFactory make = JsonNodeFactory.instance;
  private final Map<String, Integer> lines = new HashMap<>();
  private final List<YamlProblem> problems = new ArrayList<>();
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private PlainYaml() {}

  /// Reads a text that holds one document.
  public static Parsed parse(String text) {
    if (text.length() > MAX_CHARACTERS) {
      return refused(0, "is longer than " + MAX_CHARACTERS + " characters");
    }
    Node root;
    try {
      root = loader().compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      return refused(line, "is not YAML: " + e.getProblem());
    } catch (YAMLException e) {
      String why = firstLine(e.getMessage());
      return refused(0, why.contains("aliases") ? ALIAS : "is not YAML: " + why);
    }
    if (root == null) {
      return refused(0, "is empty");
    }
    PlainYaml reader = new PlainYaml();
    JsonNode tree = reader.convert(root, "");
    return reader.problems.isEmpty()
        ? new Parsed.Tree(tree, reader.lines)
        : new Parsed.Refused(reader.problems);
  }

  static Yaml loader() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(0);
    options.setAllowDuplicateKeys(false);
    options.setAllowRecursiveKeys(false);
    DumperOptions dumping = new DumperOptions();
    return new Yaml(new SafeConstructor(options), new Representer(dumping), dumping, options);
  }

  private static Parsed refused(int line, String message) {
    return new Parsed.Refused(List.of(new YamlProblem("", line, message)));
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
  }

  private JsonNode convert(Node node, String path) {
    int line = node.getStartMark().getLine() + 1;
    lines.put(path, line);
    if (!seen.add(node)) {
      problem(path, line, ALIAS);
      return make.nullNode();
    }
    if (seen.size() > MAX_VALUES) {
      if (seen.size() == MAX_VALUES + 1) {
        problem(path, line, "has more than " + MAX_VALUES + " values");
      }
      return make.nullNode();
    }
    return switch (node) {
      case MappingNode mapping -> object(mapping, path);
      case SequenceNode sequence -> array(sequence, path);
      case ScalarNode scalar -> scalar(scalar, path, line);
      default -> throw new IllegalStateException("composing resolves every anchor");
    };
  }

  private JsonNode object(MappingNode mapping, String path) {
    var object = make.objectNode();
    if (!mapping.getTag().equals(Tag.MAP)) {
      problem(path, mapping.getStartMark().getLine() + 1, "has a tag; write plain data");
    }
    for (NodeTuple entry : mapping.getValue()) {
      int line = entry.getKeyNode().getStartMark().getLine() + 1;
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        problem(path, line, "has a key that is not text");
        continue;
      }
      if (key.getTag().equals(Tag.MERGE)) {
        problem(path, line, "uses a merge key (<<); write the values out");
        continue;
      }
      String name = key.getValue();
      JsonNode value = convert(entry.getValueNode(), path.isEmpty() ? name : path + "." + name);
      if (object.has(name)) {
        problem(path, line, "has the key '" + name + "' twice");
      }
      object.set(name, value);
    }
    return object;
  }

  private JsonNode array(SequenceNode sequence, String path) {
    var array = make.arrayNode();
    if (!sequence.getTag().equals(Tag.SEQ)) {
      problem(path, sequence.getStartMark().getLine() + 1, "has a tag; write plain data");
    }
    int index = 0;
    for (Node item : sequence.getValue()) {
      array.add(convert(item, path + "[" + index++ + "]"));
    }
    return array;
  }

  private JsonNode scalar(ScalarNode scalar, String path, int line) {
    String text = scalar.getValue();
    Tag tag = scalar.getTag();
    if (!scalar.isPlain() || tag.equals(Tag.STR) || tag.equals(Tag.TIMESTAMP)) {
      if (!tag.startsWith(Tag.PREFIX) || tag.equals(Tag.BINARY)) {
        problem(path, line, "has a tag; write plain data");
      }
      return make.textNode(text);
    }
    if (tag.equals(Tag.NULL)) {
      return make.nullNode();
    }
    if (text.equals("true") || text.equals("false")) {
      return make.booleanNode(text.equals("true"));
    }
    if (INTEGER.matcher(text).matches()) {
      BigInteger value = new BigInteger(text);
      return value.bitLength() < 64 ? make.numberNode(value.longValue()) : make.numberNode(value);
    }
    if (DECIMAL.matcher(text).matches()) {
      return make.numberNode(new BigDecimal(text));
    }
    problem(path, line, "is written so that YAML readers understand it differently; quote it");
    return make.nullNode();
  }

  private void problem(String path, int line, String message) {
    problems.add(new YamlProblem(path, line, message));
  }
}
