package io.bowline.control.platform.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.drill.RestoredChains;
import io.bowline.control.audit.store.AuditChainStore;
import io.bowline.control.identity.KeyFit;
import io.bowline.control.org.Organizations;
import io.bowline.control.org.Principal;
import io.bowline.control.org.Scope;
import io.bowline.control.org.store.OrgRows;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Sources;
import io.bowline.control.platform.StartupFailure;
import io.bowline.control.platform.store.StoredRows;
import io.bowline.control.secret.MasterKey;
import io.bowline.control.secret.drill.RestoredKeys;
import io.bowline.model.id.TokenId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrillTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Sources.Unmanaged SOURCES = Sources.unmanaged();

  @TempDir private static Path folder;
  private static Place place;
  private static Path backup;

  @BeforeAll
  static void aControlPlaneAndItsBackup() throws Exception {
    place = Place.open(folder.resolve("one"));
    BusyWriters.publishOne(place, 1);
    BusyWriters.logOne(place, 1);
    var ids = new Ids(SOURCES.clock(), SOURCES.random());
    var staff =
        new Principal.Staff(new TokenId(new UUID(0, 7)), "owner", EnumSet.allOf(Scope.class));
    var organizations =
        new Organizations(
            place.database.transactions(), new OrgRows(), new Audit(new AuditChainStore()), ids);
    assertThat(organizations.found("acme", staff)).isNotNull();
    assertThat(organizations.found("globex", staff)).isNotNull();
    backup = backUp("backup");
  }

  @AfterAll
  static void close() throws IOException {
    place.close();
  }

  private static Path backUp(String name) throws IOException {
    Path file = Files.createDirectories(folder.resolve(name)).resolve("backup.tgz");
    Place.keeping(place.folder.root(), Optional.empty()).backUp(file);
    return file;
  }

  private static Drill drill(String masterKey) {
    MasterKey key = Place.master(Optional.of(masterKey), folder);
    return new Drill(
        Place.embedded(),
        () -> new SealingKey(key.fingerprint(), sealed -> KeyFit.opens(key, sealed)),
        List.of(new RestoredChains(), new RestoredKeys(() -> key, SOURCES.random())),
        SOURCES);
  }

  private static JsonNode lastNote(Path file) throws IOException {
    return JSON.readTree(Files.readAllLines(file.resolveSibling(Drill.NOTES)).getLast());
  }

  private static List<String> beside(Path file) throws IOException {
    try (Stream<Path> all = Files.list(file.getParent())) {
      return all.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void theNewestBackupOfAFolderIsRestoredReadCountedAndNotedAndNothingElseIsLeft()
      throws Exception {
    Path older = Files.writeString(backup.resolveSibling("older.tgz"), "not even a backup");
    Files.setLastModifiedTime(older, FileTime.from(Instant.EPOCH));

    String said = drill(Place.KEY).run(backup.getParent());

    assertThat(said)
        .contains("backup.tgz can be restored", "rows as counted")
        .contains("3 audit chains with 2 entries hold", "2 data keys open")
        .contains("files of artifacts, logs and metrics");
    JsonNode note = lastNote(backup);
    assertThat(note.path("result").asText()).isEqualTo("passed");
    assertThat(note.path("backup").asText()).isEqualTo("backup.tgz");
    assertThat(Instant.parse(note.path("at").asText())).isAfter(Instant.EPOCH);
    assertThat(beside(backup)).containsExactly("backup.tgz", Drill.NOTES, "older.tgz");
  }

  @Test
  @Tag("nightly")
  void aBackupWhoseAuditWasAlteredDoesNotPass() throws Exception {
    StoredRows.run(
        place.embedded.address(),
        "update audit_entry set subject = 'nobody' where org = (select org from organization"
            + " where name = 'globex')");
    Path file;
    try {
      file = backUp("altered");
    } finally {
      StoredRows.run(
          place.embedded.address(),
          "update audit_entry set subject = org::text where subject = 'nobody'");
    }

    assertThatThrownBy(() -> drill(Place.KEY).run(file))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("CANNOT BE RELIED ON")
        .hasMessageContaining("does not hold at entry 1");
    assertThat(lastNote(file).path("result").asText()).isEqualTo("failed");
  }

  @Test
  void aBackupThatWasCutOrDamagedDoesNotPassAndSaysSoInTheNotes() throws Exception {
    byte[] whole = Files.readAllBytes(backup);
    Path cut = Files.createDirectories(folder.resolve("cut")).resolve("cut.tgz");
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
    byte[] flipped = whole.clone();
    flipped[whole.length / 2] ^= 1;
    Path damaged = Files.createDirectories(folder.resolve("damaged")).resolve("damaged.tgz");
    Files.write(damaged, flipped);

    for (Path file : List.of(cut, damaged)) {
      assertThatThrownBy(() -> drill(Place.KEY).run(file))
          .isInstanceOf(StartupFailure.class)
          .hasMessageContaining("CANNOT BE RELIED ON");
      assertThat(lastNote(file).path("result").asText()).isEqualTo("failed");
      assertThat(beside(file)).hasSize(2);
    }
  }

  @Test
  void aBackupWithoutItsMasterKeyDoesNotPass() throws Exception {
    Path file = Files.createDirectories(folder.resolve("key")).resolve("backup.tgz");
    Files.copy(backup, file);
    String other = "AgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fICE=";

    assertThatThrownBy(() -> drill(other).run(file))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("master key");
  }

  @Test
  void aFolderWithoutABackupIsToldApart() throws Exception {
    Path empty = Files.createDirectories(folder.resolve("empty"));

    assertThatThrownBy(() -> drill(Place.KEY).run(empty))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("There is no backup in");
  }
}
