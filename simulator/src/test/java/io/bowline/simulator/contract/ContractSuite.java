package io.bowline.simulator.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every recorded story, asked of one API server.
abstract class ContractSuite {
  private static final Path RESOURCES =
      Path.of(System.getProperty("bowline.root", ".."), "simulator/src/test/resources/contract");

  /// The server; a fresh one, or one where the stories' namespaces are gone.
  abstract Target target() throws IOException, InterruptedException;

  private static List<Path> stories() throws IOException {
    try (Stream<Path> files = Files.list(RESOURCES)) {
      return files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList();
    }
  }

  @TestFactory
  Stream<DynamicNode> recordedStories() throws IOException, InterruptedException {
    Differences known = Differences.load(RESOURCES.resolve("differences.txt"));
    List<DynamicNode> stories = new ArrayList<>();
    for (Path file : stories()) {
      Replay replay = new Replay(target());
      stories.add(
          dynamicContainer(
              file.getFileName().toString(),
              Case.load(file).stream()
                  .map(c -> dynamicTest(c.title(), () -> check(replay, c, known)))));
    }
    return stories.stream();
  }

  private static void check(Replay replay, Case recorded, Differences known)
      throws IOException, InterruptedException {
    List<String> unknown =
        replay.differences(recorded).stream()
            .filter(difference -> known.named(recorded, difference).isEmpty())
            .toList();
    assertThat(unknown).as(recorded.method() + " " + recorded.path()).isEmpty();
  }

  @Test
  void atMostTenDifferencesAreKnownByName() throws IOException {
    Differences known = Differences.load(RESOURCES.resolve("differences.txt"));
    assertThat(known.names()).isLessThanOrEqualTo(Differences.MOST);
  }

  @Test
  void storiesHoldAtLeastAHundredAndFiftyCases() throws IOException {
    long cases = 0;
    for (Path file : stories()) {
      cases += Case.load(file).size();
    }
    assertThat(cases).isGreaterThanOrEqualTo(150);
  }
}
