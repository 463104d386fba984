package io.bowline.release.lint;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.release.bundle.AuthorProblem;
import io.bowline.yaml.Parsed;
import io.bowline.yaml.PlainYaml;
import io.bowline.yaml.YamlProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The author's `lint.yaml`: with which inputs to render, where images may hide, and what is meant
/// as it is. It is no part of the release.
///
/// @param inputs values by input, by the name of a set
/// @param fields of custom resources that name images
/// @param variables of containers that name images
record LintSettings(
    Map<String, Map<String, String>> inputs,
    List<String> fields,
    List<String> variables,
    List<Allowance> allowances) {
  static final String FILE = "lint.yaml";
  private static final int MOST = 16;
  private static final int MAX_BYTES = 256 * 1024;
  private static final List<String> USUAL_FIELDS = List.of("**.image", "**.*Image");
  private static final List<String> USUAL_VARIABLES = List.of("*IMAGE*");
  private static final LintSettings USUAL =
      new LintSettings(Map.of(), USUAL_FIELDS, USUAL_VARIABLES, List.of());

  LintSettings {
    inputs = Map.copyOf(inputs);
    fields = List.copyOf(fields);
    variables = List.copyOf(variables);
    allowances = List.copyOf(allowances);
  }

  /// Where the author has said nothing.
  static LintSettings usual() {
    return USUAL;
  }

  /// Something that is meant.
  ///
  /// @param object kind and name, `*` for any text; everything where it is empty
  record Allowance(String rule, String object, int line) {
    static final Comparator<Allowance> BY_LINE = Comparator.comparingInt(Allowance::line);

    boolean covers(String itsRule, String subject) {
      return rule.equals(itsRule) && (object.isEmpty() || glob(object).matcher(subject).matches());
    }

    private static Pattern glob(String text) {
      return Pattern.compile(
          Arrays.stream(text.split("\\*", -1))
              .map(Pattern::quote)
              .reduce((a, b) -> a + ".*" + b)
              .orElse(""));
    }
  }

  /// Reads the file of a folder; without one everything is as usual.
  static LintSettings read(Path folder, Findings findings) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return USUAL;
    }
    if (Files.size(file) > MAX_BYTES) {
      findings.fault(FILE, 0, "", "is larger than " + MAX_BYTES + " bytes");
      return USUAL;
    }
    return switch (PlainYaml.parse(Files.readString(file))) {
      case Parsed.Refused(List<YamlProblem> wrong) -> {
        wrong.forEach(p -> findings.fault(FILE, p.line(), p.path(), p.message()));
        yield USUAL;
      }
      case Parsed.Tree tree -> new Reader(tree, findings).settings();
    };
  }

  /// The allowance of a problem, if there is one.
  Optional<Allowance> allowed(AuthorProblem problem) {
    return allowances.stream().filter(a -> a.covers(problem.rule(), problem.field())).findFirst();
  }

  private record Reader(Parsed.Tree tree, Findings findings) {
    LintSettings settings() {
      known(tree.root(), "", List.of("inputs", "images", "allow"));
      JsonNode images = tree.root().path("images");
      known(images, "images", List.of("fields", "environment"));
      return new LintSettings(
          sets(),
          texts(images, "fields", USUAL_FIELDS),
          texts(images, "environment", USUAL_VARIABLES),
          allowances());
    }

    private Map<String, Map<String, String>> sets() {
      Map<String, Map<String, String>> sets = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> set : tree.root().path("inputs").properties()) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> value : set.getValue().properties()) {
          values.put(value.getKey(), value.getValue().asText());
        }
        sets.put(set.getKey(), values);
      }
      if (sets.size() > MOST) {
        fault("inputs", "has more than " + MOST + " sets");
        sets.clear();
      }
      return sets;
    }

    private List<String> texts(JsonNode images, String key, List<String> usual) {
      if (!images.has(key)) {
        return usual;
      }
      List<String> texts = new ArrayList<>();
      images.path(key).forEach(item -> texts.add(item.asText()));
      if (!images.path(key).isArray() || texts.stream().anyMatch(String::isEmpty)) {
        fault("images." + key, "must be a list of patterns, as in '**.image'");
      }
      return texts;
    }

    private List<Allowance> allowances() {
      List<Allowance> allowances = new ArrayList<>();
      JsonNode list = tree.root().path("allow");
      for (int i = 0; i < list.size(); i++) {
        String path = "allow[" + i + "]";
        JsonNode entry = list.get(i);
        known(entry, path, List.of("rule", "object", "because"));
        String rule = entry.path("rule").asText();
        List<String> rules = Arrays.stream(Rule.values()).map(Rule::id).toList();
        if (!rules.contains(rule)) {
          fault(path + ".rule", "must be one of " + String.join(", ", rules));
        } else if (entry.path("because").asText().isBlank()) {
          fault(path, "needs 'because': the reason why this is meant");
        } else {
          allowances.add(new Allowance(rule, entry.path("object").asText(), tree.lineOf(path)));
        }
      }
      return allowances;
    }

    private void known(JsonNode object, String path, List<String> keys) {
      if (!object.isObject() && !object.isMissingNode()) {
        fault(path, "must be an object with " + String.join(", ", keys));
      }
      for (Map.Entry<String, JsonNode> entry : object.properties()) {
        if (!keys.contains(entry.getKey())) {
          fault(
              path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(),
              "is unknown; there is " + String.join(", ", keys));
        }
      }
    }

    private void fault(String path, String message) {
      findings.fault(FILE, tree.lineOf(path), path, message);
    }
  }
}
