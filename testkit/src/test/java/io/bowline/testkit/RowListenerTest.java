package io.bowline.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class RowListenerTest {
  // so that the gate on tags does not take these for proofs
  private static final String ROW = "C";

  @TempDir Path folder;

  @Tag(ROW + "1.whole-class")
  static class Sample {
    @Test
    @Tag(ROW + "2.passes")
    @Tag("slow")
    void passes() {}

    @Test
    @Tag(ROW + "2.fails")
    void fails() {
      Assertions.fail("on purpose");
    }

    @Test
    @Tag(ROW + "2.disabled")
    @Disabled("not today")
    void disabled() {}

    @Test
    @Tag(ROW + "2.assumes")
    void assumes() {
      Assumptions.abort("not here");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    @Tag(ROW + "2.one-of-three-fails")
    void oneOfThree(int number) {
      assertThat(number).isNotEqualTo(2);
    }

    @TestFactory
    @Tag(ROW + "2.dynamic")
    Stream<DynamicTest> dynamic() {
      return Stream.of(DynamicTest.dynamicTest("one", () -> {}));
    }
  }

  static class NeverStarts {
    @BeforeAll
    static void breaks() {
      Assertions.fail("on purpose");
    }

    @Test
    @Tag(ROW + "2.never-run")
    void test() {}
  }

  @Test
  void eachTestIsWrittenDownWithItsRowTagsAndHowItEnded() throws IOException {
    assertThat(report(Sample.class))
        .containsExactlyInAnyOrder(
            line("Sample.passes", "C2.passes", "passed"),
            line("Sample.fails", "C2.fails", "failed"),
            line("Sample.disabled", "C2.disabled", "skipped"),
            line("Sample.assumes", "C2.assumes", "skipped"),
            line("Sample.oneOfThree", "C2.one-of-three-fails", "failed"),
            line("Sample.dynamic", "C2.dynamic", "passed"));
  }

  @Test
  void testsOfAClassThatCannotStartHaveFailed() throws IOException {
    assertThat(report(NeverStarts.class))
        .singleElement()
        .asString()
        .contains("NeverStarts.test", "C2.never-run", "failed");
  }

  private static String line(String test, String tag, String result) {
    return "{\"test\":\"%s$%s\",\"tags\":[\"C1.whole-class\",\"%s\"],\"result\":\"%s\"}"
        .formatted(RowListenerTest.class.getName(), test, tag, result);
  }

  private List<String> report(Class<?> type) throws IOException {
    var quiet = LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).build();
    var request = LauncherDiscoveryRequestBuilder.request().selectors(selectClass(type)).build();
    LauncherFactory.create(quiet).execute(request, new RowListener(folder));
    return Files.readAllLines(folder.resolve(type.getName() + ".jsonl"));
  }
}
