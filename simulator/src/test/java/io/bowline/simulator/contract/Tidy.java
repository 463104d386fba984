package io.bowline.simulator.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Keeps of a recording what a replay can compare: `RAW-FOLDER OUT-FOLDER`.
///
/// Left out are watches, validation documents, discovery, a look that saw the same as the look
/// before, and a patch that lost a race with a controller.
public final class Tidy {
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "/openapi/.*|/version.*|/apis?(\\?.*)?|.*watch=true.*|/apis?/[^/?]+(/v[^/?]+)?\\?timeout.*"
              + "|.*/(pods|events|replicasets|nodes|endpoints|endpointslices)(\\?.*)?"
              + "|.*/pods/.*-[a-z0-9]{5}(/.*|\\?.*)?");

  private Tidy() {}

  public static void main(String... arguments) throws IOException {
    Files.createDirectories(Path.of(arguments[1]));
    try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).toList()) {
        Files.write(Path.of(arguments[1]).resolve(file.getFileName()), kept(file));
      }
    }
  }

  private static List<String> kept(Path file) throws IOException {
    List<String> kept = new ArrayList<>();
    Map<String, String> last = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      ObjectNode read = Tree.parseObject(line.getBytes(StandardCharsets.UTF_8));
      String path = Tree.text(read, "path");
      boolean get = Tree.text(read, "method").equals("GET");
      boolean race =
          Tree.text(read, "method").equals("PATCH")
              && Tree.text(read, "answer", "message").contains("the object has been modified");
      if (race || (get && LEFT_OUT.matcher(path).matches())) {
        continue;
      }
      String seen = Normal.form(read.path("answer")) + Tree.text(read, "code");
      boolean same = get && seen.equals(last.put(path + Tree.text(read, "accept"), seen));
      if (!get) {
        last.clear();
      }
      if (!same) {
        kept.add(new String(Tree.bytes(read), StandardCharsets.UTF_8));
      }
    }
    return kept;
  }
}
