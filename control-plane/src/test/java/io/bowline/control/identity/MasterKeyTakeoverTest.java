package io.bowline.control.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.control.identity.store.IssuingKeyStore;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.store.Database;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.control.secret.MasterKey;
import io.bowline.control.secret.Sealed;
import io.bowline.control.secret.Secret;
import io.bowline.control.secret.TestKeys;
import io.bowline.control.secret.UnsealException;
import io.bowline.control.secret.Vault;
import io.bowline.control.secret.store.DataKeyStore;
import io.bowline.model.id.OrgId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A new master key takes over from the one before.
class MasterKeyTakeoverTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String OLD = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
  private static final String NEW = "//////////////////////////////////////////8=";
  // more than are looked at in one go
  private static final int ORGANIZATIONS = 230;

  @TempDir Path folder;

  private MasterKey key(String key, Optional<String> other) throws IOException {
    var settings = new HashMap<String, String>(Map.of("master-key", key));
    if (other.isPresent()) {
      Path file = Files.writeString(folder.resolve("other.key"), other.get() + "\n");
      settings.put("other-master-key-file", file.toString());
    }
    return TestKeys.reader(TestKeys.settings(settings)).load(Optional.empty());
  }

  private static Vault vault(MasterKey key) {
    return new Vault(key, new DataKeyStore(), RANDOM);
  }

  private static Authority authority(Transactions transactions, MasterKey key) {
    InstantSource clock = InstantSource.system();
    return new Authority(
        transactions, new IssuingKeyStore(), key, new Certificates(clock, RANDOM), clock);
  }

  @Test
  @Tag("P17.rotation")
  void everythingIsSealedAnewAndTheOldKeyOpensNothingAnyMore() throws IOException {
    try (Database own = TestDatabase.apart()) {
      Transactions transactions = own.transactions();
      MasterKey before = key(OLD, Optional.empty());
      MasterKey between = key(NEW, Optional.of(OLD));
      MasterKey after = key(NEW, Optional.empty());
      var sealed = new ArrayList<Sealed>();
      for (int n = 0; n < ORGANIZATIONS; n++) {
        OrgId org = org(n);
        sealed.add(
            transactions.inOrg(
                org, tx -> vault(before).seal(tx, org, "x", Secret.of("canary " + org))));
      }
      String ca = authority(transactions, before).fingerprint();
      assertThat(before.hasOther()).isFalse();
      assertThat(between.hasOther()).isTrue();

      assertOpens(transactions, vault(between), sealed);
      assertThat(vault(between).renew(transactions))
          .isEqualTo(new Vault.Renewal(ORGANIZATIONS, List.of()));
      assertThat(authority(transactions, between).renew()).isEqualTo(1);
      assertThat(vault(between).renew(transactions)).isEqualTo(new Vault.Renewal(0, List.of()));
      assertThat(authority(transactions, between).renew()).isZero();

      assertOpens(transactions, vault(between), sealed);
      assertOpens(transactions, vault(after), sealed);
      assertThat(authority(transactions, after).fingerprint()).isEqualTo(ca);
      assertThatThrownBy(() -> assertOpens(transactions, vault(before), sealed))
          .isInstanceOf(UnsealException.class);
      assertThatThrownBy(() -> authority(transactions, before)).isInstanceOf(UnsealException.class);
    }
  }

  @Test
  void theFormerDataKeyIsTakenOverToo() throws IOException {
    MasterKey before = key(OLD, Optional.empty());
    MasterKey after = key(NEW, Optional.empty());
    try (Database own = TestDatabase.apart()) {
      Transactions transactions = own.transactions();
      OrgId org = org(0);
      Sealed read =
          transactions.inOrg(org, tx -> vault(before).seal(tx, org, "x", Secret.of("canary")));
      Sealed fresh = before.seal("data-key/" + org, Secret.of(new byte[32]));
      transactions.runInOrg(
          org, tx -> new DataKeyStore().rotate(tx, org, fresh, Duration.ofHours(1)));

      assertThat(vault(key(NEW, Optional.of(OLD))).renew(transactions))
          .isEqualTo(new Vault.Renewal(2, List.of()));
      Secret opened = transactions.inOrg(org, tx -> vault(after).open(tx, org, "x", read));
      assertThat(opened)
          .as("what somebody had read before the data key changed")
          .isEqualTo(Secret.of("canary"));
    }
  }

  @Test
  void oneOrganizationWhoseKeyOpensWithNeitherKeepsNoOther() throws IOException {
    MasterKey stranger = key("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", Optional.empty());
    MasterKey before = key(OLD, Optional.empty());
    try (Database own = TestDatabase.apart()) {
      Transactions transactions = own.transactions();
      for (int n = 0; n < 3; n++) {
        OrgId org = org(n);
        MasterKey key = n == 1 ? stranger : before;
        transactions.runInOrg(org, tx -> vault(key).seal(tx, org, "x", Secret.of("v")));
      }
      assertThat(vault(key(NEW, Optional.of(OLD))).renew(transactions))
          .isEqualTo(new Vault.Renewal(2, List.of(org(1))));
    }
  }

  @Test
  void whatBothKeysDidNotSealStaysClosed() throws IOException {
    MasterKey between = key(NEW, Optional.of(OLD));
    MasterKey stranger = key("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", Optional.empty());
    Sealed foreign = stranger.seal("x", Secret.of("v"));
    assertThatThrownBy(() -> between.open("x", foreign)).isInstanceOf(UnsealException.class);
    assertThatThrownBy(() -> between.renewed("x", foreign)).isInstanceOf(UnsealException.class);
  }

  private static OrgId org(int n) {
    return new OrgId(new UUID(77, n));
  }

  private static void assertOpens(Transactions transactions, Vault vault, List<Sealed> sealed) {
    for (int n : List.of(0, 1, ORGANIZATIONS - 1)) {
      OrgId org = org(n);
      Secret opened = transactions.inOrg(org, tx -> vault.open(tx, org, "x", sealed.get(n)));
      assertThat(opened).isEqualTo(Secret.of("canary " + org));
    }
  }
}
