package io.bowline.control.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.control.platform.DataFolder;
import io.bowline.control.platform.StartupFailure;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {
  @Test
  void keepsItsDataOverARestartAndOverAServerThatAKilledProcessLeftBehind(@TempDir Path folder)
      throws SQLException {
    Path withSpace = folder.resolve("a folder");
    try (DataFolder data = DataFolder.claim(withSpace)) {
      try (EmbeddedDatabase first = start(data)) {
        execute(first, "create table kept (n int)");
      }
      // left running on purpose, as after kill -9 of its JVM
      EmbeddedDatabase orphan = start(data);
      execute(orphan, "insert into kept values (42)");
      try (EmbeddedDatabase next = start(data)) {
        assertThat(count(next)).isEqualTo(1);
        assertThatThrownBy(() -> count(orphan)).isInstanceOf(SQLException.class);
      }
    }
  }

  @Test
  void aSecondStartOnTheSameFolderSaysWhoHoldsIt(@TempDir Path folder) {
    try (DataFolder held = DataFolder.claim(folder)) {
      assertThat(held.root()).isEqualTo(folder);
      assertThatThrownBy(() -> DataFolder.claim(folder))
          .isInstanceOf(StartupFailure.class)
          .hasMessageContaining("is held by process " + ProcessHandle.current().pid())
          .hasMessageContaining("--data");
    }
  }

  private static EmbeddedDatabase start(DataFolder data) {
    return EmbeddedDatabase.start(data, "bowline_app", new SecureRandom());
  }

  private static void execute(EmbeddedDatabase database, String sql) throws SQLException {
    try (Connection connection = owner(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int count(EmbeddedDatabase database) throws SQLException {
    try (Connection connection = owner(database);
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery("select count(*) from kept")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static Connection owner(EmbeddedDatabase database) throws SQLException {
    Login owner = database.address().owner();
    return Connections.open(database.address().url(), owner);
  }
}
