package io.bowline.control.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.control.platform.DataFolder;
import io.bowline.control.platform.StartupFailure;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.control.secret.store.DataKeyStore;
import io.bowline.model.id.OrgId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
  private static final OrgId ONE = new OrgId(new UUID(11, 1));
  private static final OrgId OTHER = new OrgId(new UUID(11, 2));
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

  private final Transactions transactions = TestDatabase.transactions();
  private final Vault vault = vault(KEY);

  @Test
  void aSealedValueOpensForItsOrganizationAndContextOnly() {
    Secret secret = Secret.of("hunter2-canary");
    Sealed sealed = transactions.inOrg(ONE, tx -> vault.seal(tx, ONE, "input/a", secret));

    assertThat(new String(sealed.bytes(), StandardCharsets.ISO_8859_1)).doesNotContain("hunter2");
    Secret opened = transactions.inOrg(ONE, tx -> vault.open(tx, ONE, "input/a", sealed));
    assertThat(opened).isEqualTo(secret);
    assertThatThrownBy(() -> transactions.inOrg(ONE, tx -> vault.open(tx, ONE, "input/b", sealed)))
        .isInstanceOf(UnsealException.class);
    assertThatThrownBy(
            () -> transactions.inOrg(OTHER, tx -> vault.open(tx, OTHER, "input/a", sealed)))
        .isInstanceOf(UnsealException.class);
  }

  @Test
  void anotherMasterKeyOpensNothingAndSaysWhatToDo() {
    Sealed sealed =
        transactions.inOrg(ONE, tx -> vault.seal(tx, ONE, "input/a", Secret.of("value")));
    Vault foreign = vault("//////////////////////////////////////////8=");

    assertThatThrownBy(
            () -> transactions.inOrg(ONE, tx -> foreign.open(tx, ONE, "input/a", sealed)))
        .isInstanceOf(UnsealException.class)
        .hasMessageContaining("Start with the master key");
  }

  @Test
  void aSecretPrintsNothing() throws Exception {
    Secret secret = Secret.of("hunter2-canary");

    assertThat(secret.toString()).doesNotContain("hunter2");
    assertThatThrownBy(() -> new ObjectMapper().writeValueAsString(secret))
        .hasMessageContaining("No serializer");
  }

  @Test
  void aDatabaseOfOnesOwnNeedsAMasterKeyOfOnesOwn() {
    assertThatThrownBy(() -> TestKeys.reader(settings(null)).load(Optional.empty()))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("bowline.secret.master-key-file");
    assertThatThrownBy(() -> TestKeys.reader(settings("too short")).load(Optional.empty()))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("not 32 bytes");
  }

  @Test
  void aMadeMasterKeyIsReadableByItsOwnerOnlyAndKept(@TempDir Path folder) throws Exception {
    try (DataFolder data = DataFolder.claim(folder)) {
      MasterKey made = TestKeys.reader(settings(null)).load(Optional.of(data));
      MasterKey again = TestKeys.reader(settings(null)).load(Optional.of(data));

      assertThat(again.open("x", made.seal("x", Secret.of("kept")))).isEqualTo(Secret.of("kept"));
      assertThat(java.nio.file.Files.getPosixFilePermissions(folder.resolve("master.key")))
          .containsExactlyInAnyOrderElementsOf(
              java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    }
  }

  private static Vault vault(String key) {
    MasterKey master = TestKeys.reader(settings(key)).load(Optional.empty());
    return new Vault(master, new DataKeyStore(), RANDOM);
  }

  private static SecretSettings settings(String key) {
    return TestKeys.settings(key == null ? Map.of() : Map.of("master-key", key));
  }
}
