package io.bowline.testkit;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Runs the house rules over the module of the test class that extends it.
///
/// Every module has one: `class ArchitectureTest extends HouseTest {}`.
public abstract class HouseTest {
  private final Path module = moduleOf(getClass());

  @TestFactory
  Stream<DynamicTest> houseRules() {
    JavaClasses classes = new ClassFileImporter().importPath(module.resolve("target/classes"));
    return HouseRules.all().entrySet().stream()
        .map(rule -> dynamicTest(rule.getKey(), () -> rule.getValue().check(classes)));
  }

  @Test
  void everyPackageSaysInOneSentenceWhatLivesThere() throws IOException {
    failOn(HouseSources.packagesWithoutSentence(module.resolve("src/main/java")));
  }

  @Test
  void everyRowTagNamesAClause() throws IOException {
    var findings = new ArrayList<String>();
    Path clauses = module.resolveSibling("docs/rows.yaml");
    findings.addAll(HouseSources.tagsWithoutClause(module.resolve("src/test/java"), clauses));
    failOn(findings);
  }

  @Test
  void noTestSleeps() throws IOException {
    failOn(HouseSources.sleeps(module.resolve("src/test/java")));
  }

  private static void failOn(List<String> findings) {
    if (!findings.isEmpty()) {
      throw new AssertionError(String.join("\n", findings));
    }
  }

  /// The folder of the module whose `target/test-classes` holds this class.
  private static Path moduleOf(Class<?> test) {
    try {
      Path classes = Path.of(test.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path target = classes.getParent();
      Path module = target == null ? null : target.getParent();
      if (module == null || !classes.endsWith("target/test-classes")) {
        throw new IllegalStateException(test + " is not in a module's target/test-classes");
      }
      return module;
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the place of " + test + " is not a path", e);
    }
  }
}
