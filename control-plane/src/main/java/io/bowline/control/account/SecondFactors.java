package io.bowline.control.account;

import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Secret;
import io.bowline.control.secret.Vault;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Codes of a time, each taken once, and the recovery codes that stand in for them.
@Singleton
final class SecondFactors {
  private static final int RECOVERY_CODES = 10;
  private static final int RECOVERY_BYTES = 10;

  private final AccountStore store;
  private final Vault vault;
  private final SecureRandom random;

  SecondFactors(AccountStore store, Vault vault, SecureRandom random) {
    this.store = store;
    this.vault = vault;
    this.random = random;
  }

  /// A code that was given.
  enum Code {
    OF_THE_TIME,
    RECOVERY
  }

  /// Which kind of code it looks like.
  static Code kind(String code) {
    return code.strip().length() <= Totp.DIGITS ? Code.OF_THE_TIME : Code.RECOVERY;
  }

  /// Proposes another second factor; it is on once a code of it is shown.
  Secret propose(Tx tx, OrgId org, MemberId member) {
    byte[] bytes = new byte[Totp.SECRET_BYTES];
    random.nextBytes(bytes);
    Secret secret = Secret.of(bytes);
    store.propose(tx, org, member, vault.seal(tx, org, context(member), secret));
    return secret;
  }

  /// Turns on what was proposed, when this is a code of it.
  ///
  /// @return recovery codes, shown this once; empty when it is none, or nothing was proposed
  Optional<List<Secret>> confirm(Tx tx, OrgId org, MemberId member, String code) {
    boolean shown =
        store
            .factor(tx, org, member)
            .filter(factor -> !factor.confirmed())
            .filter(factor -> took(tx, org, member, factor, code))
            .isPresent();
    if (!shown) {
      return Optional.empty();
    }
    store.confirm(tx, org, member);
    return Optional.of(recoveryCodes(tx, org, member));
  }

  /// Takes a code of a second factor that is on, or a recovery code.
  boolean take(Tx tx, OrgId org, MemberId member, String code) {
    return switch (kind(code)) {
      case OF_THE_TIME ->
          store
              .factor(tx, org, member)
              .filter(AccountStore.Factor::confirmed)
              .filter(factor -> took(tx, org, member, factor, code))
              .isPresent();
      case RECOVERY -> store.takeRecoveryCode(tx, org, member, hash(org, member, code));
    };
  }

  private boolean took(Tx tx, OrgId org, MemberId member, AccountStore.Factor factor, String code) {
    Secret secret = vault.open(tx, org, context(member), factor.secret());
    OptionalLong step = Totp.match(secret, tx.now(), code);
    return step.isPresent() && store.take(tx, org, member, step.getAsLong());
  }

  /// Makes recovery codes in place of all others.
  List<Secret> recoveryCodes(Tx tx, OrgId org, MemberId member) {
    List<String> codes = Stream.generate(this::recoveryCode).limit(RECOVERY_CODES).toList();
    store.setRecoveryCodes(
        tx, org, member, codes.stream().map(code -> hash(org, member, code)).toList());
    return codes.stream().map(Secret::of).toList();
  }

  /// 80 bits of chance: one round of a hash keeps them.
  private String recoveryCode() {
    byte[] bytes = new byte[RECOVERY_BYTES];
    random.nextBytes(bytes);
    return Base32.text(bytes).replaceAll("(....)(?=.)", "$1-");
  }

  private static byte[] hash(OrgId org, MemberId member, String code) {
    String text = org + "/" + member + "/" + Base32.typed(code);
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  private static String context(MemberId member) {
    return "member/" + member + "/totp";
  }
}
