package io.bowline.driver.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every place for a record promises.
@Timeout(60)
public abstract class StateStoreContract {
  /// Of every fleet that the tests make.
  protected static final String NAME = "bowline-state-00000000-0000-0007-0000-000000000007";

  private static final String ID = "5f0e4d0c-8d2c-0b6a-3c1b-0a6a7c2f9a11";
  private static final String LOCK =
      "{\"ID\":\"%s\",\"Operation\":\"OperationTypeApply\",\"Who\":\"ann@desk\",\"Created\":\"2026-11-22T10:11:12.123456Z\"}"
          .formatted(ID);

  private Account account;
  private StateStore store;

  /// An account in which nothing is yet.
  protected interface Account extends AutoCloseable {
    StateStore store();

    /// What a backend writes.
    void put(String key, String text);

    /// As a backend takes the lock.
    void lock(String note);

    boolean isLocked();

    /// Everything that is there.
    List<String> all();

    /// What is wrong with how it was set up.
    List<String> faults();

    /// Somebody else has one of that name; `false` where that cannot be.
    boolean occupy();

    /// From now on nothing is allowed; `false` where that cannot be tried.
    boolean forbid();

    @Override
    void close();
  }

  protected abstract Account open() throws Exception;

  @BeforeEach
  void begin() throws Exception {
    account = open();
    store = account.store();
  }

  @AfterEach
  void end() {
    account.close();
  }

  /// Of those whose record is written here.
  protected static void theRecordIsWrittenByWhoHoldsTheLock(RecordStore store) {
    store.ensure();
    assertThat(store.read()).isEmpty();
    assertThat(store.held()).isEmpty();
    assertThat(store.take(LOCK)).isTrue();
    assertThat(store.take(LOCK.replace("5f0e", "6f0e"))).isFalse();
    // an answer that was lost
    assertThat(store.take(LOCK)).isTrue();
    assertThat(store.held()).isEqualTo(Optional.of(LOCK));
    String state = "{\"serial\":1,\"of\":\"Zürich\"}";
    store.write(LOCK, state);
    assertThat(store.held()).isEqualTo(Optional.of(LOCK));
    assertThat(store.read()).isEqualTo(Optional.of(state));
    store.free(store.lock().orElseThrow());
    assertThat(store.held()).isEmpty();
    assertThat(store.take(LOCK.replace("5f0e", "6f0e"))).isTrue();
    store.remove();
  }

  @Test
  void itIsMadeOnceAndIsAsARecordWantsIt() {
    assertThat(store.exists()).isFalse();
    assertThat(store.ensure()).isTrue();
    assertThat(store.exists()).isTrue();
    assertThat(account.faults()).isEmpty();
    assertThat(store.ensure()).isFalse();
    assertThat(account.faults()).isEmpty();
  }

  @Test
  void whoHoldsTheLockIsToldWithWhatToDo() {
    store.ensure();
    assertThat(store.lock()).isEmpty();
    account.lock(LOCK);
    HeldLock held = store.lock().orElseThrow();
    assertThat(held.who()).isEqualTo("ann@desk");
    assertThat(held.created()).isEqualTo("2026-11-22T10:11:12.123456Z");
    assertThat(held.remedy()).isNotBlank().doesNotContain("\n");
    store.free(held);
    assertThat(account.isLocked()).isFalse();
    assertThat(store.lock()).isEmpty();
    // once more is nothing
    store.free(held);
  }

  @Test
  void aLockThatSomebodyHasTakenSinceStays() {
    store.ensure();
    account.lock(LOCK);
    HeldLock held = store.lock().orElseThrow();
    store.free(held);
    account.lock(LOCK.replace("5f0e", "6f0e").replace("ann", "bob"));
    store.free(held);
    assertThat(account.isLocked()).isTrue();
    assertThat(store.lock().map(HeldLock::who)).isEqualTo(Optional.of("bob@desk"));
  }

  @Test
  void whatALockSaysIsNotBelieved() {
    store.ensure();
    account.lock(
        "{\"ID\":\"%s\",\"Who\":\"<b>\\n%s\",\"Created\":7}".formatted(ID, "x".repeat(500)));
    HeldLock held = store.lock().orElseThrow();
    assertThat(held.who()).hasSize(100).startsWith("?b??x");
  }

  @Test
  void everyVersionGoesWithIt() {
    store.ensure();
    account.put("terraform.tfstate", "one");
    account.put("terraform.tfstate", "two");
    account.put("of somebody/else's", "three");
    store.remove();
    assertThat(account.all()).isEmpty();
    assertThat(store.exists()).isFalse();
    store.remove();
    assertThat(store.ensure()).isTrue();
  }

  @Test
  void oneOfSomebodyElseIsNotUsed() {
    Assumptions.assumeTrue(account.occupy(), "names are each account's own");
    assertThatThrownBy(() -> store.ensure())
        .isInstanceOfSatisfying(
            CloudRefusal.class,
            refusal -> {
              assertThat(refusal.retryable()).isFalse();
              assertThat(refusal.reason()).startsWith("bucket-");
            });
  }

  @Test
  void whatIsNotAllowedIsSaidWithoutTheCloudsWords() {
    Assumptions.assumeTrue(account.forbid(), "this part allows everything");
    assertThatThrownBy(() -> store.ensure())
        .isInstanceOfSatisfying(
            CloudRefusal.class,
            refusal -> {
              assertThat(refusal.reason()).isEqualTo("bucket-forbidden");
              assertThat(refusal.retryable()).isFalse();
            })
        .hasMessageContaining("permission document")
        .hasMessageNotContaining("canary");
  }
}
