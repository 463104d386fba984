package io.bowline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The commands of a document for people: its code blocks under `<!-- run: NAME -->`, in order.
record DocumentedCommands(String script, int blocks) {
  private static final Pattern MARK = Pattern.compile("<!-- run: ([a-z-]+) -->");

  static DocumentedCommands of(Path document, String name) throws IOException {
    List<String> lines = Files.readAllLines(document);
    List<String> commands = new ArrayList<>();
    int blocks = 0;
    for (int i = 0; i < lines.size(); i++) {
      Matcher mark = MARK.matcher(lines.get(i));
      if (!mark.matches() || !mark.group(1).equals(name)) {
        continue;
      }
      assertThat(lines.get(i + 1))
          .as("what follows line %d of %s", i + 1, document)
          .isEqualTo("```sh");
      blocks++;
      i += 2;
      while (!lines.get(i).equals("```")) {
        commands.add(lines.get(i));
        i++;
      }
    }
    return new DocumentedCommands(String.join("\n", commands) + "\n", blocks);
  }
}
