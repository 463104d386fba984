package io.bowline.control.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.control.platform.StartupFailure;
import io.bowline.model.id.OrgId;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// A PostgreSQL that somebody else started, reached by its address, with an owner of the tables and
/// a role to work as. (Whole processes run on it in every `@QuarkusTest`.)
class ExternalDatabaseTest {
  private static final Duration WAIT = Duration.ofSeconds(60);

  @Test
  void theOwnerMigratesAndTheProcessWorksAsARoleThatOwnsNothing() throws Exception {
    DatabaseAddress address = TestDatabase.apartAddress();
    OrgId org = new OrgId(UUID.randomUUID());

    try (Database database = Database.open(address, 2, WAIT)) {
      StoredRows.note(database, org, "kept");
      String worksAs =
          database
              .transactions()
              .inOrg(
                  org,
                  tx ->
                      OpenTransaction.handle(tx)
                          .createQuery("select current_user")
                          .mapTo(String.class)
                          .one());
      assertThat(worksAs).isEqualTo(address.app().user()).isNotEqualTo(address.owner().user());
    }
    try (Database again = Database.open(address, 2, WAIT)) {
      assertThat(again.answers()).isTrue();
      assertThat(StoredRows.of(address).get("outbox")).contains("kept");
    }
  }

  @Test
  void workingAsTheOwnerIsRefusedWithWhatToDo() {
    DatabaseAddress address = TestDatabase.apartAddress();
    DatabaseAddress careless = new DatabaseAddress(address.url(), address.owner(), address.owner());

    assertThatThrownBy(() -> Database.open(careless, 2, WAIT))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("owns tables or can bypass row-level security")
        .hasMessageContaining("bowline.database.app-user");
  }

  @Test
  void aWrongPasswordOrAddressIsOneLineThatNamesThem() {
    DatabaseAddress address = TestDatabase.apartAddress();
    Login wrong = new Login(address.owner().user(), "wrong");
    DatabaseAddress locked = new DatabaseAddress(address.url(), wrong, address.app());
    DatabaseAddress nowhere =
        new DatabaseAddress("jdbc:postgresql://127.0.0.1:1/x", address.owner(), address.app());

    assertThatThrownBy(() -> Database.open(locked, 2, WAIT))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining(address.url())
        .hasMessageContaining("password authentication failed");
    assertThatThrownBy(() -> Database.open(nowhere, 2, WAIT))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("127.0.0.1:1");
  }
}
