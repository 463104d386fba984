package io.bowline.control.platform.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.control.platform.DataFolder;
import io.bowline.control.platform.StartupFailure;
import io.bowline.control.platform.store.StoredRows;
import io.bowline.control.telemetry.LogLine;
import io.bowline.control.telemetry.LogQuery;
import io.bowline.control.telemetry.Selector;
import io.bowline.control.telemetry.TimeRange;
import io.bowline.model.artifact.Digest;
import io.bowline.registry.storage.Repository;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeepingTest {
  private static final String OTHER_KEY = "AgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fICE=";

  @TempDir private static Path folder;
  private static Place place;
  private static Path backup;
  private static Map<String, String> rows;

  @BeforeAll
  static void aControlPlaneAndItsBackup() throws Exception {
    place = Place.open(folder.resolve("one"));
    StoredRows.run(place.embedded.address(), seed());
    for (int i = 0; i < 5; i++) {
      BusyWriters.publishOne(place, i);
      BusyWriters.logOne(place, i);
    }
    backup = folder.resolve("backup.tgz");
    Place.keeping(place.folder.root(), Optional.empty()).backUp(backup);
    rows = StoredRows.of(place.embedded.address());
  }

  @AfterAll
  static void close() throws IOException {
    place.close();
  }

  static String seed() throws IOException {
    try (InputStream in = KeepingTest.class.getResourceAsStream("/released/seed.sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void everyTableHasRowsHereSoThatNoneIsForgotten() {
    assertThat(rows).allSatisfy((table, text) -> assertThat(text).as(table).isNotEmpty());
  }

  @Test
  void aRestoredControlPlaneIsTheOneThatWasBackedUpRowByRowAndByteByByte() throws Exception {
    Path other = newFolder("other");

    String said = Place.keeping(other, Optional.empty()).putBack(backup);

    assertThat(said).contains("artifact files").contains("the same master key");
    for (String part : List.of("artifacts", "telemetry")) {
      assertThat(files(other.resolve(part)))
          .as(part)
          .isNotEmpty()
          .isEqualTo(files(place.folder.resolve(part)));
    }
    try (Place restored = Place.open(other)) {
      assertThat(StoredRows.of(restored.embedded.address())).isEqualTo(rows);
      assertThat(restored.authority.fingerprint()).isEqualTo(place.authority.fingerprint());
      StoredRows.note(restored.database, BusyWriters.ORG, "after the restore");
      assertThat(StoredRows.of(restored.embedded.address()).get("outbox"))
          .as("identities go on where they were")
          .contains("after the restore");
    }
  }

  @Test
  void aBackupTakenWhilePushesAndLogWritesGoOnIsConsistentInItself() throws Exception {
    Path file = folder.resolve("busy.tgz");
    Path other = newFolder("busy");
    List<String> published;
    List<String> logged;
    try (Place busy = Place.open(newFolder("busy-original"))) {
      BusyWriters writers = new BusyWriters(busy);
      List<Future<?>> running = writers.start();
      published = List.copyOf(writers.published);
      logged = List.copyOf(writers.logged);
      Place.keeping(busy.folder.root(), Optional.empty()).backUp(file);
      writers.stop(running);
      Place.keeping(other, Optional.empty()).putBack(file);
      for (var segment : files(other.resolve("telemetry")).entrySet()) {
        assertThat(Files.readAllBytes(busy.folder.resolve("telemetry").resolve(segment.getKey())))
            .as(segment.getKey())
            .startsWith(segment.getValue().getBytes(StandardCharsets.ISO_8859_1));
      }
    }

    try (Place restored = Place.open(other)) {
      String outbox = StoredRows.of(restored.embedded.address()).get("outbox");
      assertThat(outbox).contains(published);
      for (String row : outbox.lines().filter(line -> line.contains("sha256:")).toList()) {
        assertPullable(restored, row);
      }
      assertThat(
              restored.telemetry.newest(
                  BusyWriters.SOURCE,
                  new LogQuery(Selector.ALL, "", all()),
                  Optional.empty(),
                  100_000))
          .extracting(LogLine::line)
          .containsAll(logged);
    }
  }

  private static void assertPullable(Place restored, String row) throws IOException {
    String[] words =
        row.substring(row.indexOf("stream/"), row.indexOf('"', row.indexOf("stream/")))
            .split(" ", -1);
    Repository repository = restored.registry.repository(words[0]);
    assertThat(repository.manifest(Digest.parse(words[1]))).as(row).isPresent();
    try (InputStream blob = repository.blob(Digest.parse(words[2])).orElseThrow().open(0)) {
      assertThat(Digest.of(blob.readAllBytes())).hasToString(words[2]);
    }
    for (String tag : repository.tags("", 100_000)) {
      Digest digest = repository.tagged(tag).orElseThrow();
      assertThat(repository.manifest(digest)).as(tag).isPresent();
    }
  }

  @Test
  void anotherMasterKeyIsRefusedBeforeAnythingIsWritten() throws Exception {
    Path other = newFolder("key");

    assertThatThrownBy(() -> Place.keeping(other, Optional.of(OTHER_KEY)).putBack(backup))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("sealed under the master key")
        .hasMessageContaining("nothing is left");
    assertThatThrownBy(() ->
            Place.keeping(place.folder.root(), Optional.of(OTHER_KEY))
                .backUp(folder.resolve("wrong-key.tgz")))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("is not the one of this database");
    assertEmpty(other);
    assertThat(folder.resolve("wrong-key.tgz")).doesNotExist();
  }

  @Test
  void withoutAMasterKeyThereIsNeitherBackupNorRestore() {
    assertThatThrownBy(
            () -> Place.keeping(folder.resolve("nowhere"), Optional.empty()).putBack(backup))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("There is no master key");
  }

  @Test
  void aFolderThatHoldsAnythingIsLeftAlone() throws Exception {
    Path other = newFolder("full");
    Files.writeString(other.resolve("letter"), "mine");

    assertThatThrownBy(() -> Place.keeping(other, Optional.empty()).putBack(backup))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("is not empty: it has letter");
    assertThat(other.resolve("letter")).hasContent("mine");
    assertThatThrownBy(() -> Place.keeping(place.folder.root(), Optional.empty()).putBack(backup))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("is held by");
  }

  @Test
  void anExistingFileIsNoPlaceForABackup() {
    assertThatThrownBy(() -> Place.keeping(place.folder.root(), Optional.empty()).backUp(backup))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("is there already");
    Path inside = place.folder.resolve("artifacts").resolve("b.tgz");
    assertThatThrownBy(() -> Place.keeping(place.folder.root(), Optional.empty()).backUp(inside))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("inside of what is backed up");
  }

  @Test
  void aBackupCutShortOrAlteredIsRefusedAndNothingIsLeft() throws Exception {
    byte[] good = Files.readAllBytes(backup);
    byte[] altered = altered(good);
    Path file = folder.resolve("damaged.tgz");
    Path other = newFolder("damaged");
    byte[] cut = Files.readAllBytes(withoutRows().write(folder.resolve("no-rows.tgz")));
    for (byte[] bytes :
        List.of(
            altered,
            Arrays.copyOf(cut, cut.length * 2 / 3),
            Arrays.copyOf(cut, cut.length - 700),
            "no backup".getBytes(StandardCharsets.UTF_8),
            new byte[0])) {
      Files.write(file, bytes);

      assertThatThrownBy(() -> Place.keeping(other, Optional.empty()).putBack(file))
          .isInstanceOf(StartupFailure.class)
          .hasMessageContaining("nothing is left of the try");
      assertEmpty(other);
    }
  }

  /// One bit changed near the middle, at the first place where it changes what is inside: among
  /// repeated content a copy from elsewhere may unpack to the very same bytes.
  private static byte[] altered(byte[] good) throws IOException {
    Optional<String> inside = unpacked(good);
    for (int at = good.length / 2; at < good.length; at++) {
      byte[] altered = good.clone();
      altered[at] ^= 1;
      if (!unpacked(altered).equals(inside)) {
        return altered;
      }
    }
    throw new IOException("no bit of the backup counts");
  }

  /// Empty when it cannot be unpacked.
  private static Optional<String> unpacked(byte[] packed) {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// Without rows no database is needed to see what follows.
  private static Forged withoutRows() throws IOException {
    Forged forged = Forged.from(backup);
    forged.parts.removeIf(part -> part.name().startsWith("database/"));
    return forged;
  }

  @Test
  void contentThatIsNotItsDigestsIsRefused() throws Exception {
    Forged forged = withoutRows();
    Path file = folder.resolve("unfinished.tgz");
    Path other = newFolder("unfinished");
    forged.with("artifacts/blobs/sha256/ab/ab" + "0".repeat(62), "not that content");
    forged.write(file);

    assertThatThrownBy(() -> Place.keeping(other, Optional.empty()).putBack(file))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("is not the content of that digest");
    assertEmpty(other);
  }

  @ParameterizedTest
  @CsvSource({
    "../../../etc/cron.d/x, leaves its folder",
    "/etc/cron.d/x, leaves its folder",
    "artifacts/repositories/../../../x, leaves its folder",
    "master.key, a part that no backup has",
    "postgres/cluster/postgresql.conf, a part that no backup has",
    "telemetry/../lock, leaves its folder",
    "telemetry/x/y/logs/000000000001.segment, a part that no backup has",
    "database/pg_authid/000001.copy, its description has no table",
    "bowline-backup.json, is there twice",
    "checksums.sha256, checksum"
  })
  void aHostileBackupIsRefusedAndNothingIsLeft(String entry, String reason) throws Exception {
    Path file = folder.resolve("hostile-" + Integer.toUnsignedString(entry.hashCode()) + ".tgz");
    Forged.from(backup).with(entry, "x").write(file);
    Path other = newFolder("hostile-" + Integer.toUnsignedString(entry.hashCode()));

    assertThatThrownBy(() -> Place.keeping(other, Optional.empty()).putBack(file))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining(reason)
        .hasMessageContaining("nothing is left of the try");
    assertEmpty(other);
  }

  @Test
  void aHeadThatIsNotOursIsRefused() throws Exception {
    int number = 0;
    for (String[] change :
        List.of(
            new String[] {"\"form\" : 1", "\"form\" : 2", "it has the form 2"},
            new String[] {"\"schema\" : \"", "\"schema\" : \"9999", "is newer than this program's"},
            new String[] {
              "\"schema\" : \"", "\"schema\" : \"latest", "without time, key or schema"
            })) {
      number++;
      Path file = folder.resolve("head-" + number + ".tgz");
      Forged.from(backup).withHead(change[0], change[1]).write(file);
      Path other = newFolder("head-" + number);

      assertThatThrownBy(() -> Place.keeping(other, Optional.empty()).putBack(file))
          .isInstanceOf(StartupFailure.class)
          .hasMessageContaining(change[2]);
      assertEmpty(other);
    }
  }

  @Test
  void aRestoreThatWasCutShortIsNotTakenForAControlPlane() throws Exception {
    Path other = newFolder("killed");
    Files.writeString(other.resolve(DataFolder.UNFINISHED_RESTORE), "");

    assertThatThrownBy(() -> Place.open(other).close())
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("was cut short");
  }

  private static Path newFolder(String name) throws IOException {
    Path path = Files.createDirectories(folder.resolve("places").resolve(name));
    Files.writeString(path.resolve("master.key"), Place.KEY);
    return path;
  }

  private static void assertEmpty(Path path) throws IOException {
    try (Stream<Path> left = Files.list(path)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("lock", "master.key");
    }
  }

  private static TimeRange all() {
    return new TimeRange(0, Long.MAX_VALUE);
  }

  /// Every file that a backup carries, by its path: all but locks and what is unfinished.
  private static Map<String, String> files(Path root) throws IOException {
    Map<String, String> content = new TreeMap<>();
    List<Path> found;
    try (Stream<Path> all = Files.walk(root)) {
      found = new ArrayList<>(all.filter(Files::isRegularFile).toList());
    }
    for (Path file : found) {
      String name = root.relativize(file).toString();
      boolean passing =
          name.endsWith("_lock")
              || name.startsWith("locks/")
              || name.equals("collecting")
              || name.equals("collected")
              || name.contains("_uploads")
              || name.startsWith("unfinished");
      if (!passing) {
        content.put(name, Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return content;
  }
}
