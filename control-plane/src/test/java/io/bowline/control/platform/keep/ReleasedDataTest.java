package io.bowline.control.platform.keep;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.platform.store.ReleasedSchemaTest;
import io.bowline.control.platform.store.StoredRows;
import io.bowline.control.telemetry.LogLine;
import io.bowline.control.telemetry.LogQuery;
import io.bowline.control.telemetry.Selector;
import io.bowline.control.telemetry.TimeRange;
import io.bowline.model.artifact.Digest;
import io.bowline.registry.storage.Repository;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a released version wrote is opened by the code of today: its rows under today's schema, its
/// sealed keys, its artifacts, its segments. The sample is a backup that the version made.
class ReleasedDataTest {
  private static final int SAMPLES = 5;

  @BeforeAll
  static void writeTheComingVersionsWhenAsked(@TempDir Path folder) throws Exception {
    if ("1".equals(System.getenv("BOWLINE_WRITE"))) {
      Path file =
          ReleasedSchemaTest.samples().resolve(ReleasedSchemaTest.COMING).resolve("backup.tgz");
      Files.deleteIfExists(file);
      try (Place place = Place.open(folder.resolve("sample"))) {
        StoredRows.run(place.embedded.address(), KeepingTest.seed());
        for (int i = 0; i < SAMPLES; i++) {
          BusyWriters.publishOne(place, i);
          BusyWriters.logOne(place, i);
        }
        Place.keeping(place.folder.root(), Optional.empty()).backUp(file.toAbsolutePath());
      }
    }
  }

  static List<Path> versions() throws Exception {
    return ReleasedSchemaTest.versions();
  }

  @ParameterizedTest
  @MethodSource("versions")
  void theDataOfAReleasedVersionIsOpenedByTheCodeOfToday(Path version, @TempDir Path folder)
      throws Exception {
    Path backup = version.resolve("backup.tgz").toAbsolutePath();
    Files.writeString(folder.resolve("master.key"), Place.KEY);

    Place.keeping(folder, Optional.empty()).putBack(backup);

    try (Place place = Place.open(folder)) {
      Map<String, String> now = StoredRows.of(place.embedded.address());
      for (Forged.Part part : Forged.from(backup).parts) {
        Names.table(part.name())
            .ifPresent(table ->
                assertThat(now.get(table).lines().count())
                    .as("rows of %s", table)
                    .isEqualTo(part.text().lines().count()));
      }
      assertThat(now.get("organization")).contains("acme").contains("Beispiel");
      assertThat(now.get("plan")).contains("\\\\x00ff");
      assertThat(place.authority.bundle()).hasSize(1);
      for (String row :
          now.get("outbox").lines().filter(line -> line.contains("sha256:")).toList()) {
        Repository repository =
            place.registry.repository(
                row.substring(row.indexOf("stream/"), row.indexOf(" sha256:")));
        Digest digest =
            Digest.parse(row.substring(row.indexOf("sha256:"), row.lastIndexOf(" sha256:")));
        try (InputStream manifest = repository.manifest(digest).orElseThrow().content().open(0)) {
          assertThat(Digest.of(manifest.readAllBytes())).isEqualTo(digest);
        }
      }
      assertThat(
              place.telemetry.newest(
                  BusyWriters.SOURCE,
                  new LogQuery(
                      Selector.ALL.and("component", "broker"),
                      "",
                      new TimeRange(0, Long.MAX_VALUE)),
                  Optional.empty(),
                  100))
          .extracting(LogLine::line)
          .hasSize(SAMPLES)
          .allMatch(line -> line.startsWith("line "));
    }
  }
}
