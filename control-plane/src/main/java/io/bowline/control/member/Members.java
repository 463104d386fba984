package io.bowline.control.member;

import io.bowline.control.account.Passwords;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.member.Change.LastOwner;
import io.bowline.control.member.Change.Made;
import io.bowline.control.member.Change.Refused;
import io.bowline.control.member.Change.Unknown;
import io.bowline.control.org.Principal;
import io.bowline.control.org.Role;
import io.bowline.control.org.Tokens;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Who is in an organization, and as what. Changes of one organization happen one after the other,
/// each judged by what its asker is at that moment: of two owners who remove each other one stays.
@Singleton
public final class Members {
  /// In one organization.
  static final int MOST = 1000;

  /// What is said to who would be one more.
  static final String FULL =
      "The organization has as many members as it may have (%d).".formatted(MOST);

  private final Transactions transactions;
  private final MemberStore store;
  private final InvitationStore invitations;
  private final Tokens tokens;
  private final Passwords passwords;
  private final Audit audit;
  private final Reach reach;

  public Members(
      Transactions transactions,
      MemberStore store,
      InvitationStore invitations,
      Tokens tokens,
      Passwords passwords,
      Audit audit) {
    this.transactions = transactions;
    this.store = store;
    this.invitations = invitations;
    this.tokens = tokens;
    this.passwords = passwords;
    this.audit = audit;
    this.reach = new Reach(store);
  }

  /// In order of their addresses.
  public List<Member> list(OrgId org, String afterEmail, int limit) {
    return transactions.inOrg(org, tx -> store.list(tx, org, afterEmail, limit));
  }

  public Optional<Member> find(OrgId org, MemberId id) {
    return transactions.inOrg(org, tx -> store.find(tx, org, id));
  }

  /// Gives a member another role.
  public Change assign(OrgId org, MemberId id, Role role, Principal by) {
    return changed(
        org,
        tx -> {
          Optional<Member> found = store.find(tx, org, id);
          if (found.isEmpty()) {
            return new Unknown();
          }
          Member before = found.get();
          Optional<Change> no =
              barred(tx, org, by, higher(before.role(), role))
                  .or(() -> role == Role.OWNER ? Optional.empty() : lastOwner(tx, org, before));
          if (no.isPresent() || before.role() == role) {
            return no.orElseGet(() -> new Made(before));
          }
          store.assign(tx, org, id, role);
          invitations.revokeOf(tx, org, id, Reach.beyond(Optional.of(role)).toList());
          audit.record(tx, org, entry(by, "member.role", before, change(before.role(), role)));
          return new Made(store.find(tx, org, id).orElseThrow());
        });
  }

  /// Removes a member: what they hold is good no more.
  public Change remove(OrgId org, MemberId id, Principal by) {
    return transactions.inOrg(org, tx -> remove(tx, org, id, by));
  }

  /// The same in the caller's transaction.
  public Change remove(Tx tx, OrgId org, MemberId id, Principal by) {
    hold(tx, org);
    Optional<Member> found = store.find(tx, org, id);
    if (found.isEmpty()) {
      return new Unknown();
    }
    return barred(tx, org, by, found.get().role())
        .or(() -> lastOwner(tx, org, found.get()))
        .orElseGet(() -> gone(tx, org, found.get(), entry(by, "member.remove", found.get())));
  }

  /// Has nobody else change who is in the organization, or as what, until the transaction ends.
  public void hold(Tx tx, OrgId org) {
    store.lock(tx, org);
  }

  /// Leaves: whoever asks is a member no more.
  public Change leave(OrgId org, MemberId id) {
    return changed(
        org,
        tx -> {
          Optional<Member> found = store.find(tx, org, id);
          if (found.isEmpty()) {
            return new Unknown();
          }
          Member self = found.get();
          return lastOwner(tx, org, self)
              .orElseGet(() -> {
                String actor = self.holder().actor();
                var entry = new AuditEntry(actor, "member.leave", id.toString(), was(self.role()));
                return gone(tx, org, self, entry);
              });
        });
  }

  private Change changed(OrgId org, Function<Tx, Change> work) {
    return transactions.inOrg(
        org,
        tx -> {
          hold(tx, org);
          return work.apply(tx);
        });
  }

  private Made gone(Tx tx, OrgId org, Member member, AuditEntry entry) {
    store.remove(tx, org, member.id());
    tokens.revokeAllOf(tx, org, member.id());
    passwords.forget(tx, org, member.id());
    invitations.revokeOf(tx, org, member.id(), Reach.beyond(Optional.empty()).toList());
    audit.record(tx, org, entry);
    return new Made(member);
  }

  private Optional<Change> barred(Tx tx, OrgId org, Principal by, Role role) {
    return reach.refusal(tx, org, by, role).map(Refused::new);
  }

  private Optional<Change> lastOwner(Tx tx, OrgId org, Member member) {
    return member.role() == Role.OWNER && !store.otherOwner(tx, org, member.id())
        ? Optional.of(new LastOwner())
        : Optional.empty();
  }

  private static Role higher(Role one, Role other) {
    return one.covers(other) ? one : other;
  }

  private static AuditEntry entry(Principal by, String action, Member of) {
    return entry(by, action, of, was(of.role()));
  }

  private static AuditEntry entry(Principal by, String action, Member of, String detail) {
    return new AuditEntry(by.actor(), action, of.id().toString(), detail);
  }

  private static String was(Role role) {
    return "{\"before\":{\"role\":\"%s\"}}".formatted(role.text());
  }

  private static String change(Role before, Role after) {
    return "{\"before\":{\"role\":\"%s\"},\"after\":{\"role\":\"%s\"}}"
        .formatted(before.text(), after.text());
  }
}
