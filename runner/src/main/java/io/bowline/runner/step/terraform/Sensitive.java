package io.bowline.runner.step.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.runner.step.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The sensitive values of one module, to be taken out of whatever leaves the runner: Terraform
/// itself prints them in the errors of provisioners and of conditions.
final class Sensitive {
  private static final String HIDDEN = "(sensitive)";
  private static final int SHORTEST = 4;
  private static final Pattern VARIABLE = Pattern.compile("variable\\s+\"?([\\w-]+)\"?\\s*\\{");
  private static final Pattern MARK = Pattern.compile("(?m)^\\s*sensitive\\s*=\\s*true\\b");

  /// Longest first, so that no part of a value stays.
  private final Set<String> values =
      new ConcurrentSkipListSet<>(
          Comparator.comparingInt(String::length).reversed().thenComparing(String::compareTo));

  private Sensitive() {}

  /// Values given to variables which the module declares sensitive.
  static Sensitive of(Path module) {
    var sensitive = new Sensitive();
    Path given = module.resolve(TerraformExecutor.VARIABLES);
    if (Files.exists(given)) {
      JsonNode values = Json.read(given);
      declared(module).forEach(name -> sensitive.add(values.path(name)));
    }
    return sensitive;
  }

  /// Values that a plan or a state marks.
  void learn(Set<String> more) {
    more.stream().filter(value -> value.length() >= SHORTEST).forEach(values::add);
  }

  /// A text without any of them.
  String hide(String text) {
    String hidden = text;
    for (String value : values) {
      hidden = hidden.replace(value, HIDDEN);
    }
    return hidden;
  }

  private void add(JsonNode value) {
    var texts = new HashSet<String>();
    collect(value, texts);
    learn(texts);
  }

  /// All scalars below a value, as Terraform prints them.
  static void collect(JsonNode value, Set<String> into) {
    if (value.isContainerNode()) {
      value.forEach(part -> collect(part, into));
    } else if (value.isTextual() || value.isNumber()) {
      String text = value.asText();
      into.add(text);
      // a text of several lines is often printed line by line
      text.lines().map(String::strip).filter(l -> l.length() >= 2 * SHORTEST).forEach(into::add);
    }
  }

  private static Set<String> declared(Path module) {
    var names = new HashSet<String>();
    try (Stream<Path> files = Files.list(module)) {
      List<Path> sources = files.filter(Files::isRegularFile).toList();
      for (Path file : sources) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(".tf.json")) {
          Json.read(file)
              .path("variable")
              .properties()
              .forEach(variable -> {
                if (variable.getValue().findPath("sensitive").asBoolean()) {
                  names.add(variable.getKey());
                }
              });
        } else if (name.endsWith(".tf")) {
          declaredIn(Files.readString(file), names);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the module in " + module, e);
    }
    return names;
  }

  /// The block of a variable ends where the next one of any kind begins at the margin: a mark that
  /// is counted for too many variables hides too much, never too little.
  private static void declaredIn(String text, Set<String> names) {
    Matcher variable = VARIABLE.matcher(text);
    while (variable.find()) {
      int end = text.indexOf("\n}", variable.end());
      String block = text.substring(variable.end(), end < 0 ? text.length() : end);
      if (MARK.matcher(block).find()
          || block.lines().findFirst().orElse("").contains("sensitive")) {
        names.add(variable.group(1));
      }
    }
  }
}
