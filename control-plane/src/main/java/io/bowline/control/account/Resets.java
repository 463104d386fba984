package io.bowline.control.account;

import io.bowline.control.account.AccountStore.Reset;
import io.bowline.control.account.Changed.Conflict;
import io.bowline.control.account.Changed.Made;
import io.bowline.control.account.Changed.Unknown;
import io.bowline.control.account.Passwords.Hashed;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.org.Principal;
import io.bowline.control.org.TokenText;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Secret;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// Links with which one person sets a password anew, once. Somebody who may hands it over: there is
/// no mail that could.
@Singleton
public final class Resets {
  private static final SystemTask SIGN_IN = new SystemTask("sign-in");
  private static final Duration LIFE = Duration.ofDays(1);

  /// How long an owner has to come back before a link of the vendor's staff is good.
  private static final Duration WAIT = Duration.ofDays(3);

  private static final String UNKNOWN =
      "The link is unknown, used or over. Ask an owner or admin for another one.";

  private final Transactions transactions;
  private final AccountStore store;
  private final Passwords passwords;
  private final Sessions sessions;
  private final Audit audit;
  private final Ids ids;
  private final SecureRandom random;

  Resets(
      Transactions transactions,
      AccountStore store,
      Passwords passwords,
      Sessions sessions,
      Audit audit,
      Ids ids,
      SecureRandom random) {
    this.transactions = transactions;
    this.store = store;
    this.passwords = passwords;
    this.sessions = sessions;
    this.audit = audit;
    this.ids = ids;
    this.random = random;
  }

  /// Makes a link for somebody, in the caller's transaction, which has looked whether it may be. An
  /// earlier one is void then.
  ///
  /// @param secondFactor whether it takes the second factor away, too
  /// @param waits whether it is good after three days only, and is over when an owner of the
  ///   organization is there meanwhile
  public IssuedReset issue(
      Tx tx, OrgId org, MemberId member, boolean secondFactor, boolean waits, Principal by) {
    Duration wait = waits ? WAIT : Duration.ZERO;
    Secret text = TokenText.RESET.mint(random);
    var reset =
        new Reset(new TokenId(ids.get()), member, secondFactor, by.actor(), wait, wait.plus(LIFE));
    store.endResets(tx, org, member);
    store.insert(tx, org, reset, TokenText.RESET.hash(text).orElseThrow());
    String detail = "{\"secondFactor\":%s}".formatted(secondFactor);
    audit.record(
        tx, org, new AuditEntry(by.actor(), "password.reset-link", "member/" + member, detail));
    return new IssuedReset(
        reset.id(), text, tx.now().plus(reset.delay()), tx.now().plus(reset.life()));
  }

  /// Sets the password of whom a link was made for, once. All their sessions end.
  ///
  /// @return whose organization it is
  public Changed<OrgId> accept(Secret text, Secret password) {
    Optional<byte[]> hash = TokenText.RESET.hash(text);
    Optional<OrgId> org =
        hash.flatMap(known -> transactions.asSystem(SIGN_IN, tx -> store.organization(tx, known)));
    if (org.isEmpty()) {
      return new Unknown<>(UNKNOWN);
    }
    return transactions
        .inOrg(org.get(), tx -> names(tx, org.get(), hash.get()))
        .then(known -> passwords.hashed(password, known))
        .then(
            made -> transactions.inOrg(org.get(), tx -> accepted(tx, org.get(), hash.get(), made)));
  }

  /// What anybody may know of whom it is for, when it is good.
  private Changed<List<String>> names(Tx tx, OrgId org, byte[] hash) {
    Optional<Reset> found = store.reset(tx, org, hash);
    if (found.isEmpty()) {
      return new Unknown<>(UNKNOWN);
    }
    Reset reset = found.get();
    if (reset.delay().isPositive()) {
      return new Conflict<>(
          "The vendor's staff made this link: it is good from %s on, unless an owner of the organization is there before."
              .formatted(tx.now().plus(reset.delay()).truncatedTo(ChronoUnit.SECONDS)));
    }
    return new Made<>(store.names(tx, org, reset.member()));
  }

  private Changed<OrgId> accepted(Tx tx, OrgId org, byte[] hash, Hashed password) {
    Optional<Reset> found = store.reset(tx, org, hash);
    if (found.isEmpty()) {
      return new Unknown<>(UNKNOWN);
    }
    MemberId member = found.get().member();
    store.lock(tx, org, member);
    if (store.reset(tx, org, hash).isEmpty() || store.person(tx, org, member).isEmpty()) {
      return new Unknown<>(UNKNOWN);
    }
    String actor = "member/" + member;
    store.endResets(tx, org, member);
    store.setPassword(tx, org, member, password.text());
    if (found.get().secondFactor() && store.removeFactor(tx, org, member)) {
      audit.record(tx, org, new AuditEntry(actor, "second-factor.remove", member.toString()));
    }
    sessions.endAll(tx, org, member, Optional.empty(), actor);
    String detail = "{\"link\":\"%s\",\"by\":\"%s\"}".formatted(found.get().id(), found.get().by());
    audit.record(tx, org, new AuditEntry(actor, "password.reset", member.toString(), detail));
    return new Made<>(org);
  }
}
