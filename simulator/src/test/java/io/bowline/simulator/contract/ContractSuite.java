package io.bowline.simulator.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every recorded story, asked of one API server.
abstract class ContractSuite {
  private static final Path RESOURCES =
      Path.of(System.getProperty("bowline.root", ".."), "simulator/src/test/resources/contract");

  /// The server; a fresh one, or one where nothing is left of the story before.
  abstract Target target() throws IOException, InterruptedException;

  /// What kind of server it is, in the file of differences.
  String kind() {
    return "";
  }

  /// A story's place among the tests: its server is made ready when its turn comes.
  private final class Stage {
    private final AtomicReference<Optional<Replay>> replay =
        new AtomicReference<>(Optional.empty());

    void open() throws IOException, InterruptedException {
      replay.set(Optional.of(new Replay(target())));
    }

    Replay replay() {
      return replay.get().orElseThrow();
    }
  }

  private static List<Path> stories() throws IOException {
    try (Stream<Path> files = Files.list(RESOURCES)) {
      return files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList();
    }
  }

  @TestFactory
  Stream<DynamicNode> recordedStories() throws IOException {
    Differences known = Differences.load(RESOURCES.resolve("differences.txt"), kind());
    List<DynamicNode> stories = new ArrayList<>();
    for (Path file : stories()) {
      Stage stage = new Stage();
      Stream<DynamicNode> opening = Stream.of(dynamicTest("a clean place", stage::open));
      Stream<DynamicNode> cases =
          Case.load(file).stream()
              .map(c -> dynamicTest(c.title(), () -> check(stage.replay(), c, known)));
      stories.add(dynamicContainer(file.getFileName().toString(), Stream.concat(opening, cases)));
    }
    return stories.stream();
  }

  private static void check(Replay replay, Case recorded, Differences known)
      throws IOException, InterruptedException {
    List<String> unknown =
        replay.differences(recorded, difference -> known.named(recorded, difference).isEmpty());
    assertThat(unknown).as(recorded.method() + " " + recorded.path()).isEmpty();
  }

  @Test
  void atMostTenDifferencesAreKnownByName() throws IOException {
    Differences known = Differences.load(RESOURCES.resolve("differences.txt"), kind());
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
