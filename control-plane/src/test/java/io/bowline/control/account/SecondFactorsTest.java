package io.bowline.control.account;

import static io.bowline.control.account.TestAnna.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.platform.store.TestDatabase;
import io.bowline.control.secret.Secret;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecondFactorsTest {
  private static final Secret WRONG = Secret.of("correct horse battery stable");

  private final TestAnna anna = new TestAnna();
  private final SecondFactorChanges factors = anna.accounts.factors;

  private Secret proposed() {
    var made = factors.propose(anna.org, anna.member.holder(), PASSWORD);
    var proposal = ((Changed.Made<SecondFactorChanges.Proposal>) made).shown();
    assertThat(proposal.address().revealText())
        .startsWith("otpauth://totp/Bowline%20" + anna.organization + ":anna@example.com?secret=")
        .contains(proposal.secret().revealText());
    return bytes(proposal.secret().revealText());
  }

  /// What an app makes of the text.
  private static Secret bytes(String text) {
    byte[] bytes = new byte[Totp.SECRET_BYTES];
    int bits = 0;
    for (int i = 0; i < text.length(); i++) {
      int five = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(text.charAt(i));
      for (int bit = 4; bit >= 0; bit--, bits++) {
        bytes[bits / 8] |= (byte) (((five >> bit) & 1) << (7 - bits % 8));
      }
    }
    return Secret.of(bytes);
  }

  /// The code of a step counted from now, as the database's clock has it.
  private static String code(Secret secret, int step) {
    return Totp.code(secret, Totp.step(Instant.now()) + step);
  }

  private List<Secret> confirmed(String code) {
    return factors.confirm(anna.org, anna.member.holder(), code)
            instanceof Changed.Made<List<Secret>>(List<Secret> codes)
        ? codes
        : List.of();
  }

  @Test
  void itIsOnOnceACodeOfItWasShownAndThenACodeIsNeeded() {
    Secret secret = proposed();
    assertThat(anna.signIn(PASSWORD)).as("not on yet").isInstanceOf(SignedIn.In.class);
    assertThat(confirmed("000000x")).isEmpty();
    assertThat(confirmed(code(secret, 0))).hasSize(10);

    assertThat(anna.signIn(PASSWORD)).isEqualTo(new SignedIn.CodeNeeded(false));
    assertThat(anna.signIn(WRONG, Optional.of(code(secret, 1))))
        .as("a code alone tells nothing")
        .isEqualTo(new SignedIn.Refused());
    assertThat(anna.signIn(PASSWORD, Optional.of(code(secret, 1))))
        .isInstanceOfSatisfying(
            SignedIn.In.class,
            in -> assertThat(in.begun().session().method()).isEqualTo("password and code"));
    assertThat(factors.propose(anna.org, anna.member.holder(), PASSWORD))
        .as("one that is on is not replaced by whoever has a session")
        .isInstanceOf(Changed.Conflict.class);
  }

  @Test
  void aCodeIsTakenOnceAndNoneThatIsEarlier() {
    Secret secret = proposed();
    String first = code(secret, 0);
    assertThat(confirmed(first)).isNotEmpty();
    assertThat(anna.signIn(PASSWORD, Optional.of(first))).isEqualTo(new SignedIn.CodeNeeded(true));
    String next = code(secret, 1);
    assertThat(anna.signIn(PASSWORD, Optional.of(next))).isInstanceOf(SignedIn.In.class);
    assertThat(anna.signIn(PASSWORD, Optional.of(next))).isEqualTo(new SignedIn.CodeNeeded(true));
    assertThat(anna.signIn(PASSWORD, Optional.of(code(secret, 0))))
        .isEqualTo(new SignedIn.CodeNeeded(true));
  }

  @Test
  void codesAreNotGuessedAndRecoveryCodesHelpMeanwhile() {
    Secret secret = proposed();
    List<Secret> recovery = confirmed(code(secret, 0));
    for (int i = 0; i < 5; i++) {
      assertThat(anna.signIn(PASSWORD, "192.0.2." + i, Optional.of("abcdef")))
          .isEqualTo(new SignedIn.CodeNeeded(true));
    }
    assertThat(anna.signIn(PASSWORD, "192.0.2.9", Optional.of(code(secret, 1))))
        .isInstanceOf(SignedIn.TooMany.class);
    assertThat(anna.signIn(PASSWORD, "192.0.2.9", Optional.of(recovery.getFirst().revealText())))
        .isInstanceOf(SignedIn.In.class);
  }

  @Test
  void aRecoveryCodeIsGoodOnceAndOthersReplaceIt() {
    List<Secret> recovery = confirmed(code(proposed(), 0));
    assertThat(new HashSet<>(recovery.stream().map(Secret::revealText).toList())).hasSize(10);
    String first = recovery.getFirst().revealText();
    assertThat(first).matches("[A-Z2-7]{4}(-[A-Z2-7]{4}){3}");
    Optional<String> typed = Optional.of(" " + first.toLowerCase(Locale.ROOT));
    assertThat(anna.signIn(PASSWORD, typed)).isInstanceOf(SignedIn.In.class);
    assertThat(anna.signIn(PASSWORD, typed)).isEqualTo(new SignedIn.CodeNeeded(true));
    assertThat(account().recoveryCodes()).isEqualTo(9);

    assertThat(factors.recoveryCodes(anna.org, anna.member.holder(), WRONG))
        .isEqualTo(new Changed.Unproven<>("password"));
    assertThat(factors.recoveryCodes(anna.org, anna.member.holder(), PASSWORD))
        .isInstanceOf(Changed.Made.class);
    Optional<String> second = Optional.of(recovery.get(1).revealText());
    assertThat(anna.signIn(PASSWORD, second)).isEqualTo(new SignedIn.CodeNeeded(true));
  }

  private Account account() {
    return anna.accounts.passwords.account(anna.org, anna.member.id());
  }

  @Test
  void itIsTurnedOffByThePasswordAlone() {
    assertThat(confirmed(code(proposed(), 0))).isNotEmpty();
    assertThat(factors.remove(anna.org, anna.member.holder(), WRONG))
        .isEqualTo(new Changed.Unproven<>("password"));
    assertThat(account()).isEqualTo(new Account(true, true, 10));
    assertThat(factors.remove(anna.org, anna.member.holder(), PASSWORD))
        .isInstanceOf(Changed.Made.class);
    assertThat(account()).isEqualTo(new Account(true, false, 0));
    assertThat(anna.signIn(PASSWORD)).isInstanceOf(SignedIn.In.class);
    assertThat(anna.done())
        .extracting(link -> link.entry().action())
        .contains("second-factor.set", "second-factor.remove");
  }

  @Test
  void theDatabaseHoldsItSealed() {
    Secret secret = proposed();
    List<Secret> recovery = confirmed(code(secret, 0));
    assertThat(TestDatabase.dump("member_totp"))
        .isNotEmpty()
        .doesNotContain(HexFormat.of().formatHex(secret.reveal()));
    assertThat(TestDatabase.dump("member_recovery_code"))
        .isNotEmpty()
        .doesNotContain(recovery.getFirst().revealText());
    assertThat(anna.done().toString()).doesNotContain(recovery.getFirst().revealText());
  }

  @Test
  void anothersCodeIsNone() {
    Secret secret = proposed();
    assertThat(confirmed(code(secret, 0))).isNotEmpty();
    TestAnna other = new TestAnna();
    OrgId org = other.org;
    MemberId member = other.member.id();
    assertThat(other.accounts.factors.confirm(org, other.member.holder(), code(secret, 1)))
        .isEqualTo(new Changed.Unproven<>("code"));
    assertThat(other.accounts.passwords.account(org, member).secondFactor()).isFalse();
  }
}
