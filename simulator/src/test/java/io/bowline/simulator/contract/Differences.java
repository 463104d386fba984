package io.bowline.simulator.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The differences that are known by name; at most ten, and only ever fewer.
record Differences(List<Known> known) {
  static final int MOST = 10;

  /// One of them: which requests (`METHOD path`), and which of their differences.
  record Known(String name, Pattern request, Pattern difference) {}

  /// @param target leaves out what is said of another one only
  static Differences load(Path file, String target) throws IOException {
    List<Known> known = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        List<String> cells = Stream.of(line.split(" \\| ", -1)).map(String::trim).toList();
        if (cells.size() < 4 || cells.get(3).equals(target)) {
          known.add(
              new Known(
                  cells.get(0), Pattern.compile(cells.get(1)), Pattern.compile(cells.get(2))));
        }
      }
    }
    return new Differences(known);
  }

  long names() {
    return known.stream().map(Known::name).distinct().count();
  }

  Optional<String> named(Case request, String difference) {
    return known.stream()
        .filter(k -> k.request().matcher(request.method() + " " + request.path()).find())
        .filter(k -> k.difference().matcher(difference).find())
        .map(Known::name)
        .findFirst();
  }
}
