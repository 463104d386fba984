package io.bowline.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.EventConditions;
import org.junit.platform.testkit.engine.Events;
import org.junit.platform.testkit.engine.TestExecutionResultConditions;

class RequiresPartTest {
  @TempDir Path folder;

  static class NeedsAPartThatNobodyHas {
    @Test
    @RequiresPart("bowline-part-that-nobody-has")
    void test() {}
  }

  static class NeedsAShell {
    @Test
    @RequiresPart("sh")
    void test() {}
  }

  @Test
  void anAbsentPartSkipsUnderItsName() {
    assertThat(run(NeedsAPartThatNobodyHas.class, "optional").skipped().stream())
        .singleElement()
        .satisfies(event ->
            assertThat(event.getRequiredPayload(String.class))
                .contains("bowline-part-that-nobody-has"));
  }

  @Test
  void anAbsentPartFailsByNameWherePartsAreRequired() {
    var failed = run(NeedsAPartThatNobodyHas.class, "required").failed();

    failed.assertThatEvents().hasSize(1);
    failed
        .assertThatEvents()
        .haveExactly(
            1,
            EventConditions.finishedWithFailure(
                TestExecutionResultConditions.message(
                    said -> said.contains("bowline-part-that-nobody-has"))));
  }

  @Test
  void aPartThatIsThereLetsTheTestRun() {
    assertThat(run(NeedsAShell.class, "required").succeeded().count()).isEqualTo(1);
  }

  @Test
  void partsAreLookedForOnThePathAndThenInTheCache() throws IOException {
    Path built = Files.createDirectories(folder.resolve("bowline/cluster/bin")).resolve("kubelet");
    Files.writeString(built, "");
    assertThat(built.toFile().setExecutable(true)).isTrue();
    var parts = new Parts(Map.of("PATH", "/bin", "XDG_CACHE_HOME", folder.toString()));

    assertThat(parts.find("sh")).contains(Path.of("/bin/sh"));
    assertThat(parts.find("kubelet")).contains(built);
    assertThat(parts.find("kubeconfig")).isEmpty();
    assertThat(parts.find("runner-image")).isEmpty();
  }

  @Test
  void theRunnersImageIsAPartThatIsNoFile() {
    String image = "127.0.0.1:5000/bowline/runner:dev";
    var parts = new Parts(Map.of("BOWLINE_E2E_RUNNER_IMAGE", image));
    assertThat(parts.find("runner-image")).contains(Path.of(image));
    assertThat(new Parts(Map.of("BOWLINE_E2E_RUNNER_IMAGE", " ")).find("runner-image")).isEmpty();
  }

  private static Events run(Class<?> type, String parts) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(type))
        .configurationParameter(PartCondition.OVERRIDE, parts)
        .execute()
        .testEvents();
  }
}
