package io.bowline.terraform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A module's own words beside those of its page.
///
/// @param page its README
record ModulePage(Set<String> variables, Set<String> outputs, String page) {
  private static final Pattern VARIABLE = Pattern.compile("(?m)^variable \"([a-z_]+)\"");
  private static final Pattern OUTPUT = Pattern.compile("(?m)^output \"([a-z_]+)\"");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_]+)`");
  private static final Pattern WORD = Pattern.compile("`([a-z_]+)`");

  static ModulePage of(Path module) throws IOException {
    return new ModulePage(
        words(VARIABLE, Files.readString(module.resolve("variables.tf"))),
        words(OUTPUT, Files.readString(module.resolve("outputs.tf"))),
        Files.readString(module.resolve("README.md")));
  }

  /// What the page describes below a heading: the first cells of a table, or else all words.
  Set<String> described(String heading) {
    int begin = page.indexOf("\n## " + heading + "\n");
    if (begin < 0) {
      return Set.of();
    }
    int end = page.indexOf("\n## ", begin + 1);
    String section = page.substring(begin, end < 0 ? page.length() : end);
    return words(section.contains("\n|") ? ROW : WORD, section);
  }

  private static Set<String> words(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult result) -> result.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
