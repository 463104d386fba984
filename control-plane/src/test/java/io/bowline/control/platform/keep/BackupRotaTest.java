package io.bowline.control.platform.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.control.audit.drill.RestoredChains;
import io.bowline.control.identity.KeyFit;
import io.bowline.control.platform.Sources;
import io.bowline.control.platform.StartupFailure;
import io.bowline.control.platform.keep.BackupRota.Rhythm;
import io.bowline.control.secret.MasterKey;
import io.bowline.testkit.FakeClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupRotaTest {
  private static final Rhythm RHYTHM = new Rhythm(Duration.ofHours(24), Duration.ofDays(7), 3);

  @TempDir private Path folder;
  private final FakeClock clock = new FakeClock();
  private final List<String> tried = new ArrayList<>();
  private boolean good = true;

  private BackupRota rota() {
    return new BackupRota(folder.resolve("backups"), RHYTHM, this::written, this::drilled);
  }

  private String written(Path file) {
    try {
      Files.writeString(file, "backup");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "wrote " + file.getFileName();
  }

  /// As a drill does: notes what came of it.
  private String drilled(Path file) {
    tried.add(file.getFileName().toString());
    try {
      Path notes = file.resolveSibling(Drill.NOTES);
      String note =
          "{\"at\":\"%s\",\"backup\":\"%s\",\"result\":\"%s\"}\n"
              .formatted(clock.instant(), file.getFileName(), good ? "passed" : "failed");
      Files.writeString(notes, (Files.exists(notes) ? Files.readString(notes) : "") + note);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!good) {
      throw new StartupFailure("bad");
    }
    return "good";
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("backups"))) {
      return all.map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".tgz"))
          .sorted()
          .toList();
    }
  }

  @Test
  void oneIsTakenWhenTheLastIsOldEnoughAndSoManyStay() throws IOException {
    assertThat(rota().newest()).isEmpty();
    assertThat(rota().backUp(clock.instant())).contains("wrote bowline-20260301T120000Z.tgz");
    clock.advance(Duration.ofHours(23));
    assertThat(rota().backUp(clock.instant())).as("not yet").isEmpty();
    Files.writeString(folder.resolve("backups/by-hand.tgz"), "mine");
    for (int day = 0; day < 4; day++) {
      clock.advance(Duration.ofHours(24));
      assertThat(rota().backUp(clock.instant())).isPresent();
    }
    assertThat(files())
        .containsExactly(
            "bowline-20260304T110000Z.tgz",
            "bowline-20260305T110000Z.tgz",
            "bowline-20260306T110000Z.tgz",
            "by-hand.tgz");
    assertThat(rota().newest()).contains(clock.instant());
  }

  @Test
  void theNewestIsTriedInItsTurnAndTheLastGoodOneStays() throws IOException {
    assertThat(rota().drill(clock.instant())).as("nothing to try").isEmpty();
    rota().backUp(clock.instant());
    assertThat(rota().drill(clock.instant())).contains("good");
    clock.advance(Duration.ofDays(6));
    assertThat(rota().drill(clock.instant())).as("not yet").isEmpty();
    good = false;
    for (int day = 0; day < 5; day++) {
      clock.advance(Duration.ofDays(1));
      rota().backUp(clock.instant());
    }
    assertThatThrownBy(() -> rota().drill(clock.instant())).hasMessage("bad");
    assertThat(tried)
        .containsExactly("bowline-20260301T120000Z.tgz", "bowline-20260312T120000Z.tgz");
    assertThat(files())
        .as("three, and the one that can be relied on")
        .hasSize(4)
        .contains("bowline-20260301T120000Z.tgz");
    assertThat(rota().drills()).extracting(BackupRota.Drilled::passed).containsExactly(true, false);
    Files.writeString(
        folder.resolve("backups").resolve(Drill.NOTES),
        Files.readString(folder.resolve("backups").resolve(Drill.NOTES)) + "{\"at\":\"2026-");
    assertThat(rota().drills()).as("a line that was cut short").hasSize(2);
  }

  @Test
  @Tag("C66.scheduled-backups")
  void aControlPlaneAtWorkIsBackedUpAndTheBackupRestoredByItself() throws Exception {
    Sources.Unmanaged sources = Sources.unmanaged();
    try (Place place = Place.open(folder.resolve("data"))) {
      MasterKey key = Place.master(Optional.empty(), place.folder.root());
      var drill =
          new Drill(
              Place.embedded(),
              () -> new SealingKey(key.fingerprint(), sealed -> KeyFit.opens(key, sealed)),
              List.of(new RestoredChains()),
              sources);
      var rota =
          new BackupRota(
              folder.resolve("backups"),
              RHYTHM,
              Place.keeping(place.folder.root(), Optional.empty())::backUp,
              drill::run);
      assertThat(rota.backUp(clock.instant())).isPresent();
      assertThat(rota.drill(clock.instant()).orElseThrow()).contains("can be restored");
      assertThat(rota.drills()).singleElement().matches(BackupRota.Drilled::passed);
    }
  }
}
