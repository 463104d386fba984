package io.bowline.control.account;

import io.bowline.control.account.store.AccountRows;
import io.bowline.control.account.store.SessionRows;
import io.bowline.control.account.store.TriesRows;
import io.bowline.control.audit.Audit;
import io.bowline.control.org.Tokens;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Transactions;
import io.bowline.control.secret.TestKeys;
import io.bowline.control.secret.Vault;
import io.bowline.control.secret.store.DataKeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/// All that lets people in, over the tests' database, with hashes that cost little.
public final class TestAccounts {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Ids IDS = new Ids(InstantSource.system(), RANDOM);

  public final Bearers bearers;
  public final Sessions sessions;
  public final Passwords passwords;
  public final Resets resets;
  public final Tries tries;
  final SignIns signIns;
  final SecondFactorChanges factors;
  final Hashing hashing;

  public TestAccounts(Transactions transactions, Tokens tokens, Audit audit) {
    this(transactions, tokens, audit, new Lives(Duration.ofHours(12), Duration.ofDays(7)));
  }

  TestAccounts(Transactions transactions, Tokens tokens, Audit audit, SignInSettings settings) {
    var rows = new AccountRows();
    tries = new Tries(transactions, new TriesRows());
    var vault = new Vault(TestKeys.master(), new DataKeyStore(), RANDOM);
    var second = new SecondFactors(rows, vault, RANDOM);
    hashing = new Hashing(RANDOM, new PasswordHash.Cost(64, 1, 1), Duration.ofSeconds(60));
    sessions = new Sessions(transactions, new SessionRows(), audit, IDS, RANDOM, settings);
    bearers = new Bearers(tokens, sessions);
    var proofs = new Proofs(hashing, tries);
    passwords = new Passwords(transactions, rows, proofs, hashing, sessions, audit);
    resets = new Resets(transactions, rows, passwords, sessions, audit, IDS, RANDOM);
    signIns = new SignIns(transactions, rows, second, sessions, hashing, tries, (tx, org) -> true);
    factors = new SecondFactorChanges(transactions, rows, second, proofs, tries, audit);
  }

  /// How long sessions last.
  record Lives(Duration sessionIdle, Duration sessionLife) implements SignInSettings {}
}
