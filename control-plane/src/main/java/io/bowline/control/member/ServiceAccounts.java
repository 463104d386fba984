package io.bowline.control.member;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.member.Appointed.Conflict;
import io.bowline.control.member.Appointed.Made;
import io.bowline.control.member.Appointed.NotAllowed;
import io.bowline.control.member.Appointed.Refused;
import io.bowline.control.member.Appointed.Unknown;
import io.bowline.control.org.Principal;
import io.bowline.control.org.Role;
import io.bowline.control.org.Tokens;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/// Service accounts: what acts for an organization without being somebody. Each has a role, which
/// is never an owner's, and tokens of its own, which end with it.
@Singleton
public final class ServiceAccounts {
  private static final Pattern NAME = Pattern.compile("[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");
  private static final int MOST = 100;

  private final Transactions transactions;
  private final ServiceAccountStore store;
  private final MemberStore members;
  private final Tokens tokens;
  private final Audit audit;
  private final Ids ids;
  private final Reach reach;

  public ServiceAccounts(
      Transactions transactions,
      ServiceAccountStore store,
      MemberStore members,
      Tokens tokens,
      Audit audit,
      Ids ids) {
    this.transactions = transactions;
    this.store = store;
    this.members = members;
    this.tokens = tokens;
    this.audit = audit;
    this.ids = ids;
    this.reach = new Reach(members);
  }

  /// In order of names.
  public List<ServiceAccount> list(OrgId org, String afterName, int limit) {
    return transactions.inOrg(org, tx -> store.list(tx, org, afterName, limit));
  }

  /// One that was not removed, in the caller's transaction.
  public Optional<ServiceAccount> find(Tx tx, OrgId org, MemberId id) {
    return store.find(tx, org, id);
  }

  /// Makes one, in the caller's transaction.
  public Appointed create(Tx tx, OrgId org, String name, Role role, Principal by) {
    if (!NAME.matcher(name).matches()) {
      return new Refused("name", "must be a DNS label: a-z, 0-9 and -, at most 63 characters");
    }
    if (role == Role.OWNER) {
      return new Refused("role", "must be admin, operator or viewer: owners are people");
    }
    members.lock(tx, org);
    Optional<String> barred = reach.refusal(tx, org, by, role);
    if (barred.isPresent()) {
      return new NotAllowed(barred.get());
    }
    if (store.count(tx, org) >= MOST) {
      return new Conflict("There are %d service accounts; remove one first.".formatted(MOST));
    }
    if (store.list(tx, org, "", MOST).stream().anyMatch(one -> one.name().equals(name))) {
      return new Conflict("There is a service account named %s already.".formatted(name));
    }
    var account = new ServiceAccount(new MemberId(ids.get()), name, role, tx.now(), by.actor());
    store.insert(tx, org, account);
    String detail = "{\"after\":{\"name\":\"%s\",\"role\":\"%s\"}}".formatted(name, role.text());
    audit.record(tx, org, entry(by, "service-account.create", account, detail));
    return new Made(account);
  }

  /// Gives one another role.
  public Appointed assign(OrgId org, MemberId id, Role role, Principal by) {
    if (role == Role.OWNER) {
      return new Refused("role", "must be admin, operator or viewer: owners are people");
    }
    BiFunction<Tx, ServiceAccount, ServiceAccount> work =
        (tx, before) -> {
          if (before.role() != role) {
            members.assign(tx, org, id, role);
            String detail =
                "{\"before\":{\"role\":\"%s\"},\"after\":{\"role\":\"%s\"}}"
                    .formatted(before.role().text(), role.text());
            audit.record(tx, org, entry(by, "service-account.role", before, detail));
          }
          return store.find(tx, org, id).orElseThrow();
        };
    return transactions.inOrg(org, tx -> changed(tx, org, id, by, work));
  }

  /// Removes one: its tokens are good no more.
  public Appointed remove(OrgId org, MemberId id, Principal by) {
    return transactions.inOrg(org, tx -> remove(tx, org, id, by));
  }

  /// The same in the caller's transaction.
  public Appointed remove(Tx open, OrgId org, MemberId id, Principal by) {
    return changed(
        open,
        org,
        id,
        by,
        (tx, account) -> {
          members.remove(tx, org, id);
          tokens.revokeAllOf(tx, org, id);
          String detail = "{\"before\":{\"role\":\"%s\"}}".formatted(account.role().text());
          audit.record(tx, org, entry(by, "service-account.remove", account, detail));
          return account;
        });
  }

  private Appointed changed(
      Tx tx,
      OrgId org,
      MemberId id,
      Principal by,
      BiFunction<Tx, ServiceAccount, ServiceAccount> work) {
    members.lock(tx, org);
    Optional<ServiceAccount> found = store.find(tx, org, id);
    if (found.isEmpty()) {
      return new Unknown();
    }
    return reach
        .refusal(tx, org, by, found.get().role())
        .<Appointed>map(NotAllowed::new)
        .orElseGet(() -> new Made(work.apply(tx, found.get())));
  }

  private static AuditEntry entry(
      Principal by, String action, ServiceAccount account, String detail) {
    return new AuditEntry(by.actor(), action, account.id().toString(), detail);
  }
}
