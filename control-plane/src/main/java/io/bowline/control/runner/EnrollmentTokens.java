package io.bowline.control.runner;

import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Swept;
import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Makes the one-time tokens that installers carry.
@ApplicationScoped
public class EnrollmentTokens implements Swept {
  /// No token lives longer.
  public static final Duration LONGEST = Duration.ofHours(1);

  private static final SystemTask ADMISSION = new SystemTask("runner-admission");
  private static final int AT_ONCE = 100;
  private static final String PREFIX = "bwle_";
  private static final int RANDOM_BYTES = 32;

  private final Transactions transactions;
  private final Ids ids;
  private final SecureRandom random;
  private final RunnerStore store;
  private final RunnerLedger ledger;

  public EnrollmentTokens(
      Transactions transactions,
      Ids ids,
      SecureRandom random,
      RunnerStore store,
      RunnerLedger ledger) {
    this.transactions = transactions;
    this.ids = ids;
    this.random = random;
    this.store = store;
    this.ledger = ledger;
  }

  /// Makes a token for an install of this organization.
  ///
  /// @throws IllegalArgumentException when it would live for longer than an hour
  public IssuedToken issue(OrgId org, NewToken wish) {
    return transactions.inOrg(org, tx -> issue(tx, org, wish));
  }

  /// The same in the caller's transaction.
  public IssuedToken issue(Tx tx, OrgId org, NewToken wish) {
    if (wish.life().isNegative() || wish.life().isZero() || wish.life().compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a token lives for at most an hour");
    }
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    String text = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Instant now = tx.now();
    var token =
        new EnrollmentToken(
            org,
            new TokenId(ids.get()),
            wish.install(),
            wish.cloudAccount(),
            wish.region(),
            wish.by(),
            now,
            now.plus(wish.life()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    store.insertToken(tx, token, hash(text));
    ledger.record(
        tx,
        new RunnerAudit.Entry(
            org, wish.install(), "enrollment-token.create", wish.by(), token.id().toString()));
    ledger.expected(tx, token);
    return new IssuedToken(token, text);
  }

  /// Newest first.
  public List<EnrollmentToken> list(OrgId org, InstallId install, int limit) {
    return transactions.inOrg(org, tx -> store.tokens(tx, org, install, limit));
  }

  /// No token of this install that is out admits anybody any more.
  public void voidAllOf(Tx tx, OrgId org, InstallId install, String because) {
    store.voidTokens(tx, org, install, because);
  }

  /// Whose a token is, by its text, among all organizations.
  public Optional<OrgId> organizationOf(String text) {
    return transactions.asSystem(ADMISSION, tx -> store.orgOfToken(tx, hash(text)));
  }

  /// The token with this text, whatever became of it, locked until the transaction ends.
  public Optional<EnrollmentToken> lock(Tx tx, OrgId org, String text) {
    return store.lockToken(tx, org, hash(text));
  }

  /// This one admits nobody any more.
  public void voidOne(Tx tx, EnrollmentToken token, String because) {
    store.voidToken(tx, token.org(), token.id(), because);
  }

  /// Tells those who wait for a runner that the last token for it is over.
  @Override
  public void sweep() {
    List<RunnerStore.Over> over =
        transactions.asSystem(ADMISSION, tx -> store.tokensOver(tx, AT_ONCE));
    for (RunnerStore.Over one : over) {
      transactions.runInOrg(one.org(), tx -> tell(tx, one));
    }
  }

  private void tell(Tx tx, RunnerStore.Over over) {
    store
        .tellOver(tx, over)
        .filter(token -> store.tokensOut(tx, token.org(), token.install()).isEmpty())
        .ifPresent(token -> ledger.lapsed(tx, token));
  }

  /// What is kept of a token. It has 256 random bits, so that a plain hash cannot be guessed back.
  static String hash(String text) {
    return Digest.of(text.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
