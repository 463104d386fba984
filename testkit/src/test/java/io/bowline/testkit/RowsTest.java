package io.bowline.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The row report as `./bowline rows` makes it, and the gate on tags.
class RowsTest {
  private static final Path ROOT = Path.of(System.getProperty("bowline.root"));

  @TempDir Path tree;

  @BeforeEach
  void rows() throws IOException {
    write(
        "docs/rows.yaml",
        """
        # a comment
        C1: [one, two]
        C2: [one]
        C3: [one]
        C4: [one]
        """);
  }

  @Test
  void aRowIsPassedOnlyWhenEveryClauseIs() throws Exception {
    write(
        "model/target/rows/A.jsonl",
        """
        {"test":"io.bowline.A.half","tags":["C1.one"],"result":"passed"}
        {"test":"io.bowline.A.whole","tags":["C2.one"],"result":"passed"}
        {"test":"io.bowline.A.skipped","tags":["C3.one"],"result":"skipped"}
        {"test":"io.bowline.A.bare","tags":[],"result":"failed"}
        """);

    assertThat(run()).isZero();

    assertThat(Files.readString(tree.resolve("docs/rows.md")))
        .contains("| C1 | partial | one, two (none) | A.half |")
        .contains("| C2 | passed | one | A.whole |")
        .contains("| C3 | skipped | one (skipped) | A.skipped |")
        .contains("| C4 | none |");
  }

  @Test
  void oneFailedTestSpoilsItsClause() throws Exception {
    write(
        "model/target/rows/A.jsonl",
        """
        {"test":"io.bowline.A.good","tags":["C2.one"],"result":"passed"}
        {"test":"io.bowline.A.bad","tags":["C2.one"],"result":"failed"}
        """);

    assertThat(run()).isZero();
    assertThat(Files.readString(tree.resolve("docs/rows.md"))).contains("| C2 | failed |");
  }

  @Test
  void aTagThatNamesNoClauseFails() throws Exception {
    write(
        "model/target/rows/A.jsonl",
        """
        {"test":"io.bowline.A.typo","tags":["C2.onne"],"result":"passed"}
        """);

    assertThat(run()).isEqualTo(1);
  }

  @Test
  void aTagInASourceThatNamesNoClauseIsFoundBeforeAnythingRuns() throws IOException {
    write(
        "src/FooTest.java", "@Tag(\"C1.one\") @Tag(\"C1.three\") @Tag(\"real\") class FooTest {}");

    assertThat(HouseSources.tagsWithoutClause(tree.resolve("src"), tree.resolve("docs/rows.yaml")))
        .singleElement()
        .asString()
        .contains("C1.three", "FooTest.java");
  }

  @Test
  void aPackageWithoutASentenceIsFound() throws IOException {
    write("main/a/A.java", "package a;");
    write("main/b/B.java", "package b;");
    write("main/b/package-info.java", "@NullMarked\npackage b;");
    write("main/c/C.java", "package c;");
    write("main/c/package-info.java", "/// Lives here.\n@NullMarked\npackage c;");

    assertThat(HouseSources.packagesWithoutSentence(tree.resolve("main"))).hasSize(2);
  }

  @Test
  void aTestThatSleepsIsFound() throws IOException {
    write("src/SlowTest.java", "Thread." + "sleep(10);");

    assertThat(HouseSources.sleeps(tree.resolve("src"))).hasSize(1);
  }

  private int run() throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                java.toString(), ROOT.resolve("build/Rows.java").toString(), tree.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    assertThat(said).contains("4 rows:");
    return exit;
  }

  private void write(String name, String text) throws IOException {
    Path file = tree.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
