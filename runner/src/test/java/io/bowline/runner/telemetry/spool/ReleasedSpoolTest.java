package io.bowline.runner.telemetry.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Spools that released versions wrote are read by the code of today, losses and all.
class ReleasedSpoolTest {
  private static final Path SAMPLES = Path.of("src", "test", "resources", "released");
  private static final SortedMap<String, String> BROKER =
      new TreeMap<>(Map.of("app", "broker", "pod", "broker-0"));
  private static final Reading FIRST = new Reading(BROKER, 1_700_000_000_000_000_000L, "größer");
  private static final Reading SECOND = new Reading(BROKER, 1_700_000_000_000_000_001L, "");

  @BeforeAll
  static void writeTheComingVersionsWhenAsked() throws Exception {
    if ("1".equals(System.getenv("BOWLINE_WRITE"))) {
      Path folder = SAMPLES.resolve("0.1").resolve("spool");
      if (Files.isDirectory(folder)) {
        for (Path old : list(folder)) {
          Files.delete(old);
        }
      }
      Spool spool = new Spool(folder, 800, 4 << 10);
      for (int i = 0; i < 20; i++) {
        spool.add(List.of(FIRST, SECOND));
      }
    }
  }

  static List<Path> versions() throws Exception {
    return list(SAMPLES).stream().filter(Files::isDirectory).toList();
  }

  private static List<Path> list(Path folder) throws Exception {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void aReleasedSpoolIsReadAndGoesOn(Path version, @TempDir Path folder) throws Exception {
    for (Path file : list(version.resolve("spool"))) {
      Files.copy(file, folder.resolve(file.getFileName()));
    }

    Spool spool = new Spool(folder, 1 << 20);
    long lost = spool.losses().stream().mapToLong(Loss::count).sum();
    long kept = 0;
    while (spool.oldest().isPresent()) {
      Batch batch = spool.oldest().orElseThrow();
      assertThat(batch.readings()).containsExactly(FIRST, SECOND);
      kept += batch.readings().size();
      lost += batch.losses().stream().mapToLong(Loss::count).sum();
      spool.acked(batch);
    }

    assertThat(kept).isPositive();
    assertThat(lost).isPositive();
    assertThat(kept + lost).as("nothing is silently gone").isEqualTo(40);
    spool.add(List.of(FIRST));
    assertThat(spool.oldest().orElseThrow().readings()).containsExactly(FIRST);
  }
}
