package io.bowline.control.account;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.audit.Whence;
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
import java.util.List;
import java.util.Optional;

/// People's sign-ins. Each lets them do what their role does, until it is ended, not used for a
/// while, or too old. Whether it lasts is asked of the database at every request.
@Singleton
public final class Sessions {
  private static final SystemTask SIGN_IN = new SystemTask("sign-in");
  private static final SystemTask TRIM = new SystemTask("sign-in-trim");

  /// For how long one that is over can still be seen by whoever keeps the database.
  private static final Duration REMEMBERED = Duration.ofDays(90);

  private final Transactions transactions;
  private final SessionStore store;
  private final Audit audit;
  private final Ids ids;
  private final SecureRandom random;
  private final SessionStore.Life life;

  public Sessions(
      Transactions transactions,
      SessionStore store,
      Audit audit,
      Ids ids,
      SecureRandom random,
      SignInSettings settings) {
    this.transactions = transactions;
    this.store = store;
    this.audit = audit;
    this.ids = ids;
    this.random = random;
    this.life = new SessionStore.Life(settings.sessionIdle(), settings.sessionLife());
  }

  /// One that has begun; its text is shown this once.
  public record Begun(OrgId org, Session session, Secret text) {}

  /// Begins one, in the caller's transaction.
  ///
  /// @param method how they proved who they are
  public Begun begin(Tx tx, OrgId org, Principal.Holder member, String method, Whence from) {
    Secret text = TokenText.SESSION.mint(random);
    var id = new TokenId(ids.get());
    var session = new SessionStore.Beginning(id, member.id(), method, from, life);
    store.insert(tx, org, session, TokenText.SESSION.hash(text).orElseThrow());
    String detail = "{\"method\":\"%s\"}".formatted(method);
    var entry = new AuditEntry(member.actor(), "session.begin", id.toString(), detail);
    audit.record(tx, org, entry, from.by("session/" + id));
    return new Begun(org, store.find(tx, org, id).orElseThrow(), text);
  }

  /// Whose session this is; empty for one that is unknown or over.
  public Optional<Principal> bearer(Secret text) {
    return TokenText.SESSION
        .hash(text)
        .flatMap(hash -> transactions.asSystem(SIGN_IN, tx -> store.bearer(tx, hash)));
  }

  /// A member's that last, newest first.
  public List<Session> list(OrgId org, MemberId member) {
    return transactions.inOrg(org, tx -> list(tx, org, member));
  }

  /// The same in the caller's transaction.
  public List<Session> list(Tx tx, OrgId org, MemberId member) {
    return store.list(tx, org, member);
  }

  /// Ends one of a member's, at once on every replica.
  ///
  /// @return false when there is none like that that lasts
  public boolean end(OrgId org, MemberId member, TokenId id, Principal by) {
    return transactions.inOrg(org, tx -> end(tx, org, member, id, by.actor()));
  }

  /// The same in the caller's transaction.
  public boolean end(Tx tx, OrgId org, MemberId member, TokenId id, String actor) {
    boolean ended = store.end(tx, org, member, id);
    if (ended) {
      String detail = "{\"member\":\"%s\"}".formatted(member);
      audit.record(tx, org, new AuditEntry(actor, "session.end", id.toString(), detail));
    }
    return ended;
  }

  /// Ends all of a member's, but one.
  ///
  /// @return how many
  public int endAll(OrgId org, MemberId member, Optional<TokenId> but, Principal by) {
    return transactions.inOrg(org, tx -> endAll(tx, org, member, but, by.actor()));
  }

  /// The same in the caller's transaction.
  public int endAll(Tx tx, OrgId org, MemberId member, Optional<TokenId> but, String actor) {
    int ended = store.endAll(tx, org, member, but);
    if (ended > 0) {
      String detail = "{\"sessions\":%d}".formatted(ended);
      audit.record(tx, org, new AuditEntry(actor, "session.end-all", "member/" + member, detail));
    }
    return ended;
  }

  /// Ends all of the organization's that were begun by this method, but one, in the caller's
  /// transaction.
  public void endAllBy(Tx tx, OrgId org, String method, Optional<TokenId> but, String actor) {
    int ended = store.endAllBy(tx, org, method, but);
    if (ended > 0) {
      String detail = "{\"sessions\":%d,\"method\":\"%s\"}".formatted(ended, method);
      audit.record(tx, org, new AuditEntry(actor, "session.end-all", "sessions", detail));
    }
  }

  /// Ends all of a member who goes, in the caller's transaction, whose entry in the audit says so.
  void endOf(Tx tx, OrgId org, MemberId member) {
    store.endAll(tx, org, member, Optional.empty());
  }

  /// Forgets those that are over for long.
  public int trim() {
    return transactions.asSystem(TRIM, tx -> store.trim(tx, REMEMBERED));
  }
}
