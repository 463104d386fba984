package io.bowline.control.configured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.ChainLink;
import io.bowline.control.audit.store.AuditChainStore;
import io.bowline.control.configured.store.ConfigurationRows;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.config.ConfigReference;
import io.bowline.control.platform.store.OpenTransaction;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.control.secret.TestKeys;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ConfiguredTest {
  private static final Map<String, String> STANDARDS =
      Map.of("bowline.http.port", "443", "bowline.log.json", "false");

  private final Transactions transactions = TestDatabase.transactions();
  private final Audit audit = new Audit(new AuditChainStore());
  private final Configured configured =
      new Configured(
          transactions, new ConfigurationRows(), audit, TestKeys.purposes(), new SecureRandom());
  private final String host = "host-" + UUID.randomUUID();

  @BeforeEach
  void nobodyHasStarted() {
    TestDatabase.asKeeper("delete from own_setting");
  }

  private int start(String on, String version, Map<String, String> settings) {
    return configured.started(new Configured.Start(on, version, STANDARDS, settings));
  }

  private List<String> changes(String of) {
    return configured.list(Optional.empty(), 1000).stream()
        .filter(change -> change.host().equals(of))
        .map(change -> change.key() + ": " + change.before() + " > " + change.after())
        .toList();
  }

  @Test
  @Tag("C66.change-log")
  void aStartTellsWhatIsAnotherWayThanAtTheLastOne() {
    Map<String, String> first = Map.of("bowline.http.port", "8443", "bowline.log.json", "false");
    assertThat(start(host, "1.0", first)).isEqualTo(2);
    assertThat(changes(host))
        .containsExactlyInAnyOrder("bowline.http.port: 443 > 8443", "version:  > 1.0");
    assertThat(start(host, "1.0", first)).as("nothing new").isZero();

    assertThat(start(host, "1.1", Map.of("bowline.http.port", "8443"))).isEqualTo(2);
    assertThat(changes(host)).contains("version: 1.0 > 1.1", "bowline.log.json: false > ");
    List<ChainLink> done =
        transactions.inOrg(Audit.VENDOR, tx -> audit.before(tx, Audit.VENDOR, Long.MAX_VALUE, 1));
    assertThat(done.getFirst().entry().action()).isEqualTo("configuration.change");
    assertThat(done.getFirst().entry().subject()).isEqualTo(host);
    assertThat(done.getFirst().entry().detail()).contains("\"version\":\"1.1\"");
  }

  @Test
  void aHostThatIsNewIsComparedWithTheLastThatStarted() {
    start(host, "1.0", Map.of("bowline.http.port", "8443"));
    String other = "pod-" + UUID.randomUUID();
    assertThat(start(other, "1.0", Map.of("bowline.http.port", "9443"))).isEqualTo(1);
    assertThat(changes(other)).containsExactly("bowline.http.port: 8443 > 9443");
  }

  @Test
  void ofASecretThereIsADigestThatSaysOnlyWhetherItIsAnother() {
    String key = "bowline.database.app-password";
    String url = "bowline.database.url";
    start(host, "1.0", Map.of(key, "canary-one", url, "postgresql://u:canary-three@db/x"));
    assertThat(
            start(host, "1.0", Map.of(key, "canary-one", url, "postgresql://u:canary-three@db/x")))
        .isZero();
    assertThat(
            start(host, "1.0", Map.of(key, "canary-two", url, "postgresql://u:canary-three@db/x")))
        .isEqualTo(1);
    assertThat(changes(host).getFirst()).startsWith(key + ": digest ").contains(" > digest ");
    for (String table : List.of("own_setting", "configuration_change", "audit_entry")) {
      assertThat(TestDatabase.dump(table)).as(table).doesNotContain("canary");
    }
  }

  /// Whoever adds a setting that is a secret names it so that this knows it for one.
  @Test
  void theSecretsAmongTheSettingsAreKnown() throws IOException {
    for (ConfigReference.Key key : ConfigReference.keys()) {
      boolean sounds = key.name().matches(".*(password|secret|token|master-key|private).*");
      boolean file = key.name().endsWith("-file") || key.name().startsWith("bowline.secret.");
      if (sounds && !file) {
        start(host, "1.0", Map.of(key.name(), "canary-four"));
        assertThat(TestDatabase.dump("own_setting")).as(key.name()).doesNotContain("canary-four");
      }
    }
    start(host, "1.0", Map.of("bowline.secret.master-key", "canary-five"));
    assertThat(TestDatabase.dump("own_setting")).doesNotContain("canary-five");
  }

  @Test
  void theRecordIsOnlyAddedTo() {
    start(host, "1.0", Map.of("bowline.http.port", "1"));
    for (String sql :
        List.of("delete from configuration_change", "update configuration_change set after = ''")) {
      assertThatThrownBy(() ->
              transactions.runInOrg(Audit.VENDOR, tx -> OpenTransaction.handle(tx).execute(sql)))
          .as(sql)
          .hasMessageContaining("permission denied");
    }
  }
}
