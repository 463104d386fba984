package io.bowline.control.platform.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// While a new version is rolled out, the one before it works on the new schema: migrations expand
/// first and contract a release later. Each released version left a folder with its schema and the
/// statements that it issues (`src/test/resources/released`, see the README there).
public class ReleasedSchemaTest {
  /// The version whose folder is written with BOWLINE_WRITE=1.
  public static final String COMING = "0.1";

  private static final String NEEDED =
      """
      select a.attname from pg_attribute a
      left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = ?::regclass and a.attnum > 0 and not a.attisdropped
        and a.attnotnull and d.oid is null and a.attidentity = '' and a.attgenerated = ''
      """;

  /// Where the samples of released versions are, in the source.
  public static Path samples() {
    return Path.of("src", "test", "resources", "released");
  }

  /// Every version that left a sample.
  public static List<Path> versions() throws IOException {
    try (Stream<Path> all = Files.list(samples())) {
      return all.filter(Files::isDirectory).sorted().toList();
    }
  }

  @BeforeAll
  static void writeTheComingVersionsWhenAsked() throws Exception {
    if (!"1".equals(System.getenv("BOWLINE_WRITE"))) {
      return;
    }
    Path folder = samples().resolve(COMING);
    try (Connection today = today()) {
      RecordedStatement.write(
          folder.resolve("statements.jsonl"), RecordedStatement.ofToday(classes(), today));
      Files.writeString(folder.resolve("schema.txt"), SchemaText.of(today));
      Files.writeString(folder.resolve("schema-version"), Catalogue.schema(today) + "\n");
    }
  }

  @Test
  void theStatementsOfTheComingVersionAreOnRecord() throws Exception {
    assertThat(RecordedStatement.read(samples().resolve(COMING).resolve("statements.jsonl")))
        .as("statements that stand whole in the stores")
        .hasSizeGreaterThan(100);
  }

  @ParameterizedTest
  @MethodSource("versions")
  void everyStatementOfAReleasedVersionStillWorksOnTheSchemaOfToday(Path version) throws Exception {
    try (Connection today = today()) {
      assertThat(problems(today, RecordedStatement.read(version.resolve("statements.jsonl"))))
          .as(
              "statements of %s that this schema breaks: expand now, contract a release later",
              version)
          .isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void aReleasedMigrationIsNeverEditedAndNoneIsPutBeforeIt(Path version) throws Exception {
    DatabaseAddress address = TestDatabase.apartAddress();
    Migrations.to(address, Files.readString(version.resolve("schema-version")).strip());
    try (Connection owner = Connections.open(address.url(), address.owner())) {
      assertThat(SchemaText.of(owner)).isEqualTo(Files.readString(version.resolve("schema.txt")));
    }
  }

  @Test
  void aChangeThatContractsIsSeenAndOneThatExpandsIsNot() throws Exception {
    List<RecordedStatement> statements =
        RecordedStatement.read(samples().resolve(COMING).resolve("statements.jsonl"));
    assertThat(problemsAfter("alter table job add column priority integer", statements)).isEmpty();
    assertThat(
            problemsAfter(
                "alter table job add column priority integer not null default 0", statements))
        .isEmpty();
    assertThat(problemsAfter("create table more (org uuid primary key)", statements)).isEmpty();

    assertThat(problemsAfter("alter table job add column priority integer not null", statements))
        .isNotEmpty()
        .allSatisfy(problem -> assertThat(problem).contains("needs priority"));
    assertThat(problemsAfter("alter table job drop column wake_at", statements)).isNotEmpty();
    assertThat(problemsAfter("alter table job alter column attempt type bigint", statements))
        .isNotEmpty();
    assertThat(problemsAfter("alter table install rename to place", statements)).isNotEmpty();
    assertThat(problemsAfter("drop sequence job_epoch", statements)).isNotEmpty();
  }

  private static List<String> problemsAfter(String change, List<RecordedStatement> statements)
      throws SQLException {
    try (Connection owner = today();
        Statement statement = owner.createStatement()) {
      statement.execute(change);
      return problems(owner, statements);
    }
  }

  /// What of a version does not work on this schema.
  private static List<String> problems(Connection connection, List<RecordedStatement> statements)
      throws SQLException {
    List<String> problems = new ArrayList<>();
    for (RecordedStatement before : statements) {
      try {
        RecordedStatement now = RecordedStatement.describe(connection, before.sql());
        if (!now.equals(before)) {
          problems.add("has other types now: " + before + " became " + now);
        }
      } catch (SQLException e) {
        problems.add("fails: " + before.sql() + ": " + e.getMessage());
        continue;
      }
      before.insert().map(insert -> missing(connection, insert)).ifPresent(problems::addAll);
    }
    return problems;
  }

  private static List<String> missing(Connection connection, RecordedStatement.Insert insert) {
    List<String> missing = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(NEEDED)) {
      statement.setString(1, insert.table());
      try (ResultSet needed = statement.executeQuery()) {
        while (needed.next()) {
          if (!insert.columns().contains(needed.getString(1))) {
            missing.add(
                "an insert into %s needs %s".formatted(insert.table(), needed.getString(1)));
          }
        }
      }
    } catch (SQLException e) {
      missing.add(e.getMessage());
    }
    return missing;
  }

  private static Connection today() throws SQLException {
    DatabaseAddress address = TestDatabase.apartAddress();
    Migrations.run(address);
    return Connections.open(address.url(), address.owner());
  }

  private static Path classes() throws URISyntaxException {
    return Path.of(Database.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
