package io.bowline.control.org;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.org.Issued.Granted;
import io.bowline.control.org.Issued.Refused;
import io.bowline.control.org.Principal.Holder;
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
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/// API tokens: hashed at rest, scoped, expiring, revocable at once, shown once.
@Singleton
public final class Tokens {
  private static final SystemTask SIGN_IN = new SystemTask("sign-in");
  private static final SystemTask FIRST_START = new SystemTask("first-start");
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final int LONGEST_NAME = 100;
  private static final int MOST_PARTS = 100;

  private final Transactions transactions;
  private final TokenStore store;
  private final Audit audit;
  private final Ids ids;
  private final SecureRandom random;

  public Tokens(
      Transactions transactions, TokenStore store, Audit audit, Ids ids, SecureRandom random) {
    this.transactions = transactions;
    this.store = store;
    this.audit = audit;
    this.ids = ids;
    this.random = random;
  }

  /// Who bears this token; empty for one that is unknown, expired or revoked. Asked anew at each
  /// request, so that a revocation takes effect at once.
  public Optional<Principal> bearer(Secret text) {
    return TokenText.API
        .hash(text)
        .flatMap(hash ->
            transactions
                .glance(glance -> store.bearer(glance, hash))
                .map(found -> who(found, hash)));
  }

  private Principal who(TokenStore.Borne found, byte[] hash) {
    if (found.unnoted()) {
      transactions.runAsSystem(SIGN_IN, tx -> store.used(tx, hash));
    }
    return found.who();
  }

  /// Issues a token of an organization. Nobody can hand on more than they hold.
  public Issued issue(OrgId org, NewToken wish, Principal by) {
    return transactions.inOrg(org, tx -> issue(tx, org, wish, by));
  }

  /// The same in the caller's transaction.
  public Issued issue(Tx tx, OrgId org, NewToken wish, Principal by) {
    Optional<Refused> refused = check(wish, by);
    if (refused.isPresent()) {
      return refused.get();
    }
    return granted(tx, org, wish, new Token.Origin(by.actor(), holder(by).map(Holder::id)));
  }

  /// Issues a token to a service account, which then does no more than both may.
  public Issued issueTo(Tx tx, OrgId org, Holder account, NewToken wish, Principal by) {
    Optional<Refused> refused =
        check(wish, by)
            .or(() ->
                account.role().scopes().containsAll(wish.scopes())
                    ? Optional.empty()
                    : Optional.of(
                        new Refused(
                            "scopes", "must be among those of the role " + account.role().text())));
    return refused.isPresent()
        ? refused.get()
        : granted(tx, org, wish, new Token.Origin(by.actor(), Optional.of(account.id())));
  }

  private Granted granted(Tx tx, OrgId org, NewToken wish, Token.Origin origin) {
    Secret text = TokenText.API.mint(random);
    TokenId id = new TokenId(ids.get());
    store.insert(tx, org, id, wish, origin, TokenText.API.hash(text).orElseThrow());
    audit.record(tx, org, new AuditEntry(origin.by(), "token.create", id.toString()));
    return new Granted(store.find(tx, org, id).orElseThrow(), text);
  }

  /// Revokes whatever a member holds, in the caller's transaction.
  public void revokeAllOf(Tx tx, OrgId org, MemberId member) {
    store.revokeAllOf(tx, org, member);
  }

  private static Optional<Holder> holder(Principal by) {
    return switch (by) {
      case Principal.Staff _ -> Optional.empty();
      case Principal.Member member -> member.holder();
    };
  }

  private static Optional<Refused> check(NewToken wish, Principal by) {
    if (wish.name().isBlank() || wish.name().length() > LONGEST_NAME) {
      return Optional.of(new Refused("name", "must have 1 to 100 characters"));
    }
    if (wish.scopes().isEmpty()) {
      return Optional.of(new Refused("scopes", "must name at least one scope"));
    }
    if (!by.scopes().containsAll(wish.scopes())) {
      return Optional.of(new Refused("scopes", "must be among your own: " + by.scopes()));
    }
    if (wish.scopes().contains(Scope.PUBLISH) && by instanceof Principal.Member) {
      return Optional.of(new Refused("scopes", "publish is for the vendor's staff"));
    }
    if (wish.only().filter(only -> only.size() == 0 || only.size() > MOST_PARTS).isPresent()) {
      return Optional.of(new Refused("installs", "must name 1 to 100 installs and fleets"));
    }
    if (wish.life().filter(life -> !life.isPositive() || life.compareTo(LONGEST) > 0).isPresent()) {
      return Optional.of(new Refused("expiresInSeconds", "must be between 1 second and 366 days"));
    }
    return Optional.empty();
  }

  public Optional<Token> find(OrgId org, TokenId id) {
    return transactions.inOrg(org, tx -> store.find(tx, org, id));
  }

  /// Newest first.
  public List<Token> list(OrgId org, Optional<TokenId> before, int limit) {
    return transactions.inOrg(org, tx -> store.list(tx, org, before, limit));
  }

  /// Revokes a token: the next request that bears it is refused. Revoking twice changes nothing.
  ///
  /// @return false when there is no such token
  public boolean revoke(OrgId org, TokenId id, Principal by) {
    return transactions.inOrg(org, tx -> revoke(tx, org, id, by));
  }

  /// The same in the caller's transaction.
  public boolean revoke(Tx tx, OrgId org, TokenId id, Principal by) {
    if (store.revoke(tx, org, id)) {
      audit.record(tx, org, new AuditEntry(by.actor(), "token.revoke", id.toString()));
      return true;
    }
    return store.find(tx, org, id).isPresent();
  }

  /// The owner's token, on the first start of all and never again.
  public Optional<Secret> firstOwner() {
    Secret text = TokenText.API.mint(random);
    TokenId id = new TokenId(ids.get());
    NewToken owner = new NewToken("owner", EnumSet.allOf(Scope.class), Optional.empty());
    boolean made =
        transactions.asSystem(
            FIRST_START,
            tx -> {
              if (!store.noStaffYet(tx)) {
                return false;
              }
              store.insertStaff(tx, id, owner, TokenText.API.hash(text).orElseThrow());
              return true;
            });
    if (made) {
      transactions.runInOrg(
          Audit.VENDOR,
          tx ->
              audit.record(
                  tx, Audit.VENDOR, new AuditEntry("system", "staff.create", id.toString())));
    }
    return made ? Optional.of(text) : Optional.empty();
  }
}
