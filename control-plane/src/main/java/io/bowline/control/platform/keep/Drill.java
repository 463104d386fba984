package io.bowline.control.platform.keep;

import io.bowline.control.platform.DataFolder;
import io.bowline.control.platform.DatabaseSettings;
import io.bowline.control.platform.Sources;
import io.bowline.control.platform.StartupFailure;
import io.bowline.control.platform.keep.RestoredReading.RestoredWrong;
import io.bowline.control.platform.store.Database;
import io.bowline.control.platform.store.DatabaseAddress;
import io.bowline.control.platform.store.DatabaseSnapshot;
import io.bowline.control.platform.store.EmbeddedDatabase;
import io.bowline.control.platform.store.StoredTable;
import io.bowline.model.id.OrgId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Tries whether a backup can be restored: puts it into an embedded PostgreSQL and a folder that
/// are thrown away, lets the product read what is there, and counts. What came of it is noted
/// beside the backup, a failure too.
public final class Drill {
  /// The file of notes, one JSON object a line.
  public static final String NOTES = "drills.jsonl";

  private static final int CONNECTIONS = 4;
  private static final Duration WAIT = Duration.ofSeconds(60);

  private final DatabaseSettings settings;
  private final Supplier<SealingKey> key;
  private final List<RestoredReading> readings;
  private final Sources.Unmanaged sources;

  /// @param settings of which the database itself is not touched
  public Drill(
      DatabaseSettings settings,
      Supplier<SealingKey> key,
      List<RestoredReading> readings,
      Sources.Unmanaged sources) {
    this.settings = new Inside(settings);
    this.key = key;
    this.readings = List.copyOf(readings);
    this.sources = sources;
  }

  /// Tries a backup.
  ///
  /// @param place the backup, or a folder of which the newest is taken
  /// @return what was found, for the person who asked
  /// @throws StartupFailure when it cannot be restored, or is not whole
  public String run(Path place) {
    Path file = newest(place);
    Instant began = sources.clock().instant();
    try {
      String found = tried(file);
      note(file, began, "passed", found);
      return "%s can be restored: %s.".formatted(file, found);
    } catch (IOException | StartupFailure | RestoredWrong e) {
      note(file, began, "failed", String.valueOf(e.getMessage()));
      throw new StartupFailure(
          "%s CANNOT BE RELIED ON. Make another backup, and try that one. %s"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static Path newest(Path place) {
    if (!Files.isDirectory(place)) {
      return place;
    }
    try (Stream<Path> all = Files.list(place)) {
      return all.filter(file -> file.getFileName().toString().endsWith(".tgz"))
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .max(Comparator.comparing(Drill::written).thenComparing(Path::toString))
          .orElseThrow(() -> new StartupFailure("There is no backup in %s.".formatted(place)));
    } catch (IOException e) {
      throw new StartupFailure("The folder %s cannot be read: %s".formatted(place, e), e);
    }
  }

  private static Instant written(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      return Instant.MIN;
    }
  }

  private String tried(Path file) throws IOException {
    Path room = Files.createTempDirectory(folder(file), ".drill-");
    try {
      BackupCount counted = counted(file, room.resolve("checksums"));
      Path data = Files.createDirectory(room.resolve("data"));
      Places places = new Places(data, data.resolve("artifacts"));
      Keeping throwAway = new Keeping(settings, key, places, sources);
      String _ = throwAway.putBack(file);
      long files = files(places.artifacts()) + files(places.telemetry());
      if (files != counted.files()) {
        throw new RestoredWrong(
            "it has %d files of artifacts, logs and metrics, and %d were restored."
                .formatted(counted.files(), files));
      }
      var found = new ArrayList<String>();
      try (DataFolder claimed = DataFolder.claim(data).whole();
          EmbeddedDatabase database =
              EmbeddedDatabase.start(claimed, settings.appUser(), sources.random())) {
        found.add(compared(counted, database.address()));
        found.addAll(read(database.address()));
      }
      found.add("%d files of artifacts, logs and metrics".formatted(files));
      return "of %s, %s".formatted(counted.head().takenAt(), String.join(", ", found));
    } finally {
      remove(room);
    }
  }

  private static Path folder(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? Path.of("/") : parent;
  }

  private static BackupCount counted(Path file, Path checksums) throws IOException {
    var counted = new BackupCount();
    try (var reader = new BackupReader(checksums, counted)) {
      long room = Files.getFileStore(folder(file)).getUsableSpace();
      reader.read(file, Names.limits(Files.size(file), room));
    }
    return counted;
  }

  /// Migrations that this version has and the backup's had not may have changed rows; then each
  /// table of the backup has to be there, and that is all that can be said.
  private static String compared(BackupCount counted, DatabaseAddress address) throws IOException {
    try (DatabaseSnapshot snapshot = DatabaseSnapshot.open(address)) {
      boolean same = snapshot.schema().equals(counted.head().schema());
      long rows = 0;
      for (StoredTable table : snapshot.tables()) {
        long here = snapshot.write(table, OutputStream.nullOutputStream());
        long there = counted.rows().getOrDefault(table.name(), 0L);
        rows += here;
        if (same && here != there) {
          throw new RestoredWrong(
              "its table %s has %d rows, and %d were restored."
                  .formatted(table.name(), there, here));
        }
      }
      return "%d rows%s".formatted(rows, same ? " as counted" : " after newer migrations");
    }
  }

  private List<String> read(DatabaseAddress address) throws IOException {
    List<OrgId> organizations;
    try (DatabaseSnapshot snapshot = DatabaseSnapshot.open(address)) {
      organizations = snapshot.organizations();
    }
    try (Database database = Database.open(address, CONNECTIONS, WAIT)) {
      return readings.stream()
          .map(reading -> reading.read(database.transactions(), organizations))
          .toList();
    }
  }

  private static long files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).count();
    }
  }

  private static void remove(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(folder)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : deepestFirst) {
      Files.deleteIfExists(each);
    }
  }

  private void note(Path file, Instant began, String result, String found) {
    Map<String, Object> note = new LinkedHashMap<>();
    note.put("at", began.toString());
    note.put("seconds", Duration.between(began, sources.clock().instant()).toSeconds());
    note.put("backup", String.valueOf(file.getFileName()));
    note.put("result", result);
    note.put("found", found);
    try {
      Files.writeString(
          folder(file).resolve(NOTES),
          BackupHead.line(note) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new StartupFailure(
          "The drill %s, but that cannot be noted in %s: %s"
              .formatted(result, folder(file).resolve(NOTES), e.getMessage()),
          e);
    }
  }

  /// The same settings, and always the embedded database.
  private record Inside(DatabaseSettings configured) implements DatabaseSettings {
    @Override
    public Optional<String> url() {
      return Optional.empty();
    }

    @Override
    public Optional<String> ownerUser() {
      return Optional.empty();
    }

    @Override
    public Optional<String> ownerPassword() {
      return Optional.empty();
    }

    @Override
    public String appUser() {
      return configured.appUser();
    }

    @Override
    public Optional<String> appPassword() {
      return Optional.empty();
    }

    @Override
    public int poolSize() {
      return configured.poolSize();
    }

    @Override
    public Duration poolWait() {
      return configured.poolWait();
    }
  }
}
