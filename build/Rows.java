import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `./bowline rows`: which requirement rows are proven, from the last reports of every module.
///
/// Reads docs/rows.yaml (rows and clauses) and MODULE/target/rows/*.jsonl (written by testkit's
/// RowListener while tests run), prints each row and writes docs/rows.md. Exits 1 when a tag names
/// no clause.
final class Rows {
  private static final Pattern ROW = Pattern.compile("([KPC][0-9]+[a-z]?): \\[([a-z0-9, -]*)]\\s*");
  private static final Pattern LINE =
      Pattern.compile(
          "\\{\"test\":\"((?:[^\"\\\\]|\\\\.)*)\",\"tags\":\\[([^]]*)],\"result\":\"(\\w+)\"}");
  private static final int MAX_TESTS_SHOWN = 6;

  private record Ran(String test, Set<String> tags, String result) {}

  public static void main(String[] args) throws IOException {
    Path root = Path.of(args.length > 0 ? args[0] : ".").toAbsolutePath().normalize();
    Map<String, List<String>> rows = rows(root.resolve("docs/rows.yaml"));
    List<Ran> ran = ran(root);
    Map<String, List<Ran>> byTag = new TreeMap<>();
    ran.forEach(t -> t.tags().forEach(g -> byTag.computeIfAbsent(g, _ -> new ArrayList<>()).add(t)));

    var table = new StringBuilder("# Which requirements are proven\n\n");
    table.append("Written by `./bowline rows` from the last test reports. A row is `passed` when every\n");
    table.append("clause has a passing test, `partial` when some have; `none` means nothing is tagged yet.\n\n");
    table.append("| row | result | clauses | tests |\n|---|---|---|---|\n");
    var counts = new TreeMap<String, Integer>();
    rows.forEach(
        (row, clauses) -> {
          var results = new LinkedHashMap<String, String>();
          clauses.forEach(c -> results.put(c, clause(byTag.getOrDefault(row + "." + c, List.of()))));
          String result = row(results.values());
          counts.merge(result, 1, Integer::sum);
          List<Ran> tests =
              clauses.stream()
                  .flatMap(c -> byTag.getOrDefault(row + "." + c, List.of()).stream())
                  .distinct()
                  .toList();
          String told =
              results.entrySet().stream()
                  .map(e -> e.getKey() + (e.getValue().equals("passed") ? "" : " (" + e.getValue() + ")"))
                  .collect(Collectors.joining(", "));
          table.append("| %s | %s | %s | %s |\n".formatted(row, result, told, names(tests)));
          if (!result.equals("none")) {
            System.out.printf("%-5s %-8s %s%n", row, result, told);
            tests.forEach(t -> System.out.printf("        %-8s%s%n", t.result(), t.test()));
          }
        });
    Files.writeString(root.resolve("docs/rows.md"), table.toString());
    System.out.println(
        rows.size() + " rows: "
            + counts.entrySet().stream()
                .map(e -> e.getValue() + " " + e.getKey())
                .collect(Collectors.joining(", "))
            + " (docs/rows.md)");
    refuseUnknown(byTag, rows);
  }

  private static void refuseUnknown(Map<String, List<Ran>> byTag, Map<String, List<String>> rows) {
    var unknown = new TreeSet<>(byTag.keySet());
    rows.forEach((row, clauses) -> clauses.forEach(c -> unknown.remove(row + "." + c)));
    if (!unknown.isEmpty()) {
      unknown.forEach(
          tag ->
              System.err.println(
                  "tag " + tag + " on " + names(byTag.get(tag)) + " names no clause of docs/rows.yaml"));
      System.exit(1);
    }
  }

  /// One failed test spoils a clause; a skipped one proves nothing.
  private static String clause(List<Ran> tests) {
    Set<String> results = tests.stream().map(Ran::result).collect(Collectors.toSet());
    return results.contains("failed")
        ? "failed"
        : results.contains("passed") ? "passed" : results.contains("skipped") ? "skipped" : "none";
  }

  private static String row(Iterable<String> clauses) {
    Set<String> results = new TreeSet<>();
    clauses.forEach(results::add);
    if (results.contains("failed")) {
      return "failed";
    }
    if (results.contains("passed")) {
      return results.size() == 1 ? "passed" : "partial";
    }
    return results.contains("skipped") ? "skipped" : "none";
  }

  private static String names(List<Ran> tests) {
    String shown =
        tests.stream()
            .limit(MAX_TESTS_SHOWN)
            .map(t -> t.test().replaceFirst("^(?:[a-z0-9_]+\\.)+", ""))
            .collect(Collectors.joining(", "));
    int more = tests.size() - MAX_TESTS_SHOWN;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }

  private static Map<String, List<String>> rows(Path file) throws IOException {
    var rows = new LinkedHashMap<String, List<String>>();
    for (String line : Files.readAllLines(file)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows.put(row.group(1), Stream.of(row.group(2).split(",")).map(String::strip).toList());
      } else if (!line.isBlank() && !line.startsWith("#")) {
        throw new IOException(file + ": not a row (ID: [clause, ...]): " + line);
      }
    }
    return rows;
  }

  private static List<Ran> ran(Path root) throws IOException {
    var ran = new ArrayList<Ran>();
    for (Path file : reports(root)) {
      for (String text : Files.readAllLines(file)) {
        Matcher line = LINE.matcher(text);
        if (!line.matches()) {
          throw new IOException(file + ": not a row report line: " + text);
        }
        Set<String> tags =
            Stream.of(line.group(2).split(","))
                .map(tag -> tag.replace("\"", "").strip())
                .filter(tag -> !tag.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        ran.add(new Ran(line.group(1), tags, line.group(3)));
      }
    }
    return ran;
  }

  private static List<Path> reports(Path root) throws IOException {
    var reports = new ArrayList<Path>();
    try (var modules = Files.newDirectoryStream(root, Files::isDirectory)) {
      for (Path module : modules) {
        Path folder = module.resolve("target/rows");
        if (Files.isDirectory(folder)) {
          try (var files = Files.newDirectoryStream(folder, "*.jsonl")) {
            files.forEach(reports::add);
          }
        }
      }
    }
    reports.sort(null);
    return reports;
  }
}
