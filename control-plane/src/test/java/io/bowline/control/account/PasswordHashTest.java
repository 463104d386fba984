package io.bowline.control.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.control.account.PasswordHash.Cost;
import io.bowline.control.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PasswordHashTest {
  private static final byte[] SALT = "somesalt".getBytes(StandardCharsets.US_ASCII);

  /// Written by the reference implementation.
  private static final String REFERENCE =
      "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

  @Test
  void itIsWhatOtherProgramsWriteAndRead() {
    Secret password = Secret.of("password");
    assertThat(PasswordHash.of(password, SALT, new Cost(256, 2, 1)).text()).isEqualTo(REFERENCE);
    assertThat(PasswordHash.parse(REFERENCE).matches(password)).isTrue();
    assertThat(PasswordHash.parse(REFERENCE).matches(Secret.of("Password"))).isFalse();
    assertThatThrownBy(() -> PasswordHash.parse("$2b$10$x")).hasMessageNotContaining("2b");
  }

  @Test
  void theUsualCostIsAtLeastWhatOwaspAsksFor() {
    assertThat(Cost.USUAL.kibibytes()).isGreaterThanOrEqualTo(19 * 1024);
    assertThat(Cost.USUAL.passes()).isGreaterThanOrEqualTo(2);
    assertThat(PasswordHash.of(Secret.of("x"), SALT, Cost.USUAL).text())
        .startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
  }

  @Test
  void twoHashesOfOnePasswordDifferAndAKeyboardsWayOfComposingDoesNotCount() {
    var hashing = new Hashing(new SecureRandom(), new Cost(64, 1, 1), Duration.ofSeconds(60));
    String one = hashing.hash(Secret.of("Stra\u00dfe caf\u00e9")).orElseThrow();
    assertThat(hashing.hash(Secret.of("Stra\u00dfe caf\u00e9"))).isNotEqualTo(Optional.of(one));
    assertThat(hashing.compare(Optional.of(one), Secret.of("Stra\u00dfe cafe\u0301")))
        .isEqualTo(Hashing.Match.YES);
    assertThat(hashing.compare(Optional.of(one), Secret.of("Strasse cafe")))
        .isEqualTo(Hashing.Match.NO);
    assertThat(hashing.compare(Optional.empty(), Secret.of(""))).isEqualTo(Hashing.Match.NO);
  }
}
