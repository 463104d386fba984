package io.bowline.control.account;

import io.bowline.control.account.AccountStore.Person;
import io.bowline.control.account.Changed.Busy;
import io.bowline.control.account.Changed.Conflict;
import io.bowline.control.account.Changed.Made;
import io.bowline.control.account.Changed.Refused;
import io.bowline.control.account.Changed.Unproven;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.audit.Whence;
import io.bowline.control.org.Principal;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Secret;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/// People's passwords. None is hashed or compared in a transaction, which would have a connection
/// wait for it.
@Singleton
public final class Passwords {
  private final Transactions transactions;
  private final AccountStore store;
  private final Proofs proofs;
  private final Hashing hashing;
  private final Sessions sessions;
  private final Audit audit;

  Passwords(
      Transactions transactions,
      AccountStore store,
      Proofs proofs,
      Hashing hashing,
      Sessions sessions,
      Audit audit) {
    this.transactions = transactions;
    this.store = store;
    this.proofs = proofs;
    this.hashing = hashing;
    this.sessions = sessions;
    this.audit = audit;
  }

  /// A password that will do, as it is to be kept.
  public record Hashed(String text) {
    @Override
    public String toString() {
      return "Hashed[]";
    }
  }

  /// What somebody has to prove by who they are.
  public Account account(OrgId org, MemberId member) {
    return transactions.inOrg(
        org,
        tx ->
            new Account(
                store.person(tx, org, member).flatMap(Person::password).isPresent(),
                store.factor(tx, org, member).filter(AccountStore.Factor::confirmed).isPresent(),
                store.recoveryCodes(tx, org, member)));
  }

  /// Makes of a password what is to be kept.
  ///
  /// @param known words that anybody knows of this person
  public Changed<Hashed> hashed(Secret password, List<String> known) {
    Optional<String> objection = PasswordRules.objection(password, known);
    if (objection.isPresent()) {
      return new Refused<>("password", objection.get());
    }
    return hashing
        .hash(password)
        .<Changed<Hashed>>map(text -> new Made<>(new Hashed(text)))
        .orElseGet(Busy::new);
  }

  /// Signs somebody in who has accepted an invitation, in the caller's transaction.
  ///
  /// @param password their first; empty when they choose one later
  public Sessions.Begun welcome(
      Tx tx, OrgId org, Principal.Holder member, Optional<Hashed> password, Whence from) {
    password.ifPresent(chosen -> {
      store.setPassword(tx, org, member.id(), chosen.text());
      var entry = new AuditEntry(member.actor(), "password.set", member.id().toString());
      audit.record(tx, org, entry);
    });
    return sessions.begin(tx, org, member, "invitation", from);
  }

  /// Sets somebody's own password. All their other sessions end.
  ///
  /// @param current the one until now; empty when there is none
  /// @param session that stays
  /// @return how many sessions ended
  public Changed<Integer> change(
      OrgId org,
      Principal.Holder member,
      Optional<Secret> current,
      Secret next,
      Optional<TokenId> session) {
    Person person = transactions.inOrg(org, tx -> store.person(tx, org, member.id())).orElseThrow();
    if (person.password().isPresent()) {
      if (current.isEmpty()) {
        return new Unproven<>("currentPassword");
      }
      Optional<Changed<Integer>> lacking =
          proofs.lacking(org, person, current.get(), "currentPassword");
      if (lacking.isPresent()) {
        return lacking.get();
      }
    }
    List<String> known = transactions.inOrg(org, tx -> store.names(tx, org, member.id()));
    return hashed(next, known)
        .then(hash -> transactions.inOrg(org, tx -> changed(tx, org, person, hash, session)));
  }

  private Changed<Integer> changed(
      Tx tx, OrgId org, Person proven, Hashed hash, Optional<TokenId> session) {
    store.lock(tx, org, proven.id());
    Optional<Person> now = store.person(tx, org, proven.id());
    if (now.filter(one -> one.password().equals(proven.password())).isEmpty()) {
      return new Conflict<>("The password was changed meanwhile.");
    }
    String actor = "member/" + proven.id();
    store.setPassword(tx, org, proven.id(), hash.text());
    store.endResets(tx, org, proven.id());
    int ended = sessions.endAll(tx, org, proven.id(), session, actor);
    audit.record(tx, org, new AuditEntry(actor, "password.set", proven.id().toString()));
    return new Made<>(ended);
  }

  /// Ends and forgets whatever a person who goes could come in by, in the caller's transaction.
  public void forget(Tx tx, OrgId org, MemberId member) {
    store.removePassword(tx, org, member);
    store.removeFactor(tx, org, member);
    store.endResets(tx, org, member);
    sessions.endOf(tx, org, member);
  }
}
