package io.bowline.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What no module can say about itself.
class WholeHouseTest {
  private static final Path ROOT = Path.of(System.getProperty("bowline.root"));
  private static final Pattern MODULE = Pattern.compile("<module>(.+?)</module>");
  private static final Pattern CLASS_NAME =
      Pattern.compile("`([A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)?)`");
  private static final Pattern LOCAL_LINK = Pattern.compile("]\\(([^)#]+)(?:#[^)]*)?\\)");
  private static final Pattern DESIGN_ROW = Pattern.compile("(?m)^([KPC][0-9]+[a-z]?): \\[(.+)]$");

  @Test
  void everyModuleWithCodeRunsTheHouseRules() throws IOException {
    for (String module : modules()) {
      if (sources(ROOT.resolve(module).resolve("src/main/java")).findAny().isEmpty()) {
        continue; // its code is not Java
      }
      Path tests = ROOT.resolve(module).resolve("src/test/java");
      assertThat(sources(tests).filter(WholeHouseTest::isHouseTest))
          .as("%s has no test class that extends HouseTest", module)
          .isNotEmpty();
    }
  }

  @Test
  void noModuleIsEmpty() throws IOException {
    for (String module : modules()) {
      Path folder = ROOT.resolve(module);
      assertThat(Stream.concat(sources(folder.resolve("src/main/java")), files(folder, ".tf")))
          .as(module)
          .isNotEmpty();
    }
  }

  @Test
  void everyClassThatTheArchitecturePageNamesExists() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/architecture.md"));
    Set<String> named =
        CLASS_NAME
            .matcher(page)
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> there = new TreeSet<>();
    for (String module : modules()) {
      sources(ROOT.resolve(module).resolve("src/main/java"))
          .map(file -> file.getFileName().toString().replace(".java", ""))
          .forEach(there::add);
    }

    assertThat(named).hasSizeGreaterThan(15);
    assertThat(there).containsAll(named);
  }

  @Test
  void everyFileThatAPageLinksToExists() throws IOException {
    for (Path page : pages()) {
      Path folder = page.getParent();
      assertThat(
              LOCAL_LINK
                  .matcher(Files.readString(page))
                  .results()
                  .map(link -> link.group(1))
                  .filter(target -> !target.contains("://") && !target.startsWith("#")))
          .as("links of %s", page)
          .allSatisfy(target -> assertThat(folder.resolve(target)).exists());
    }
  }

  @Test
  void everyRequirementRowHasClauses() throws IOException {
    List<MatchResult> rows =
        DESIGN_ROW.matcher(Files.readString(ROOT.resolve("docs/rows.yaml"))).results().toList();

    assertThat(rows.stream().map(row -> row.group(1))).doesNotHaveDuplicates().hasSize(134);
    assertThat(rows)
        .allSatisfy(row ->
            assertThat(List.of(row.group(2).split(",", -1)))
                .as(row.group(1))
                .doesNotHaveDuplicates()
                .allMatch(clause -> clause.strip().matches("[a-z0-9-]+")));
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> own = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(own, docs).filter(file -> file.toString().endsWith(".md")).toList();
    }
  }

  private static List<String> modules() throws IOException {
    return MODULE
        .matcher(Files.readString(ROOT.resolve("pom.xml")))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static boolean isHouseTest(Path source) {
    try {
      return Files.readString(source).contains("extends HouseTest");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Stream<Path> sources(Path folder) throws IOException {
    return files(folder, ".java");
  }

  private static Stream<Path> files(Path folder, String ending) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).toList().stream();
    }
  }
}
