package io.bowline.control.member;

import io.bowline.control.account.Passwords;
import io.bowline.control.account.Sessions;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.org.Principal;
import io.bowline.control.org.Role;
import io.bowline.control.org.Tokens;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Members as the organization's identity provider has them: they join, change roles and go when
/// they sign in, by what it says then. All of it in the caller's transaction, after `hold`.
@Singleton
public final class ProvidedMembers {
  /// As the audit names what the provider's word did.
  public static final String ACTOR = "system";

  private final MemberStore store;
  private final InvitationStore invitations;
  private final Tokens tokens;
  private final Passwords passwords;
  private final Sessions sessions;
  private final Audit audit;
  private final Ids ids;
  private final Reach reach;

  public ProvidedMembers(
      MemberStore store,
      InvitationStore invitations,
      Tokens tokens,
      Passwords passwords,
      Sessions sessions,
      Audit audit,
      Ids ids) {
    this.store = store;
    this.invitations = invitations;
    this.tokens = tokens;
    this.passwords = passwords;
    this.sessions = sessions;
    this.audit = audit;
    this.ids = ids;
    this.reach = new Reach(store);
  }

  /// Has nobody else change who is in the organization, or as what, until the transaction ends.
  public void hold(Tx tx, OrgId org) {
    store.lock(tx, org);
  }

  /// Why somebody may not give or take this role; empty when they may.
  public Optional<String> refusal(Tx tx, OrgId org, Principal by, Role role) {
    return reach.refusal(tx, org, by, role);
  }

  /// One who was not removed.
  public Optional<Member> find(Tx tx, OrgId org, MemberId id) {
    return store.find(tx, org, id);
  }

  /// The same by address.
  public Optional<Member> byEmail(Tx tx, OrgId org, String email) {
    return store.byEmail(tx, org, email);
  }

  /// Makes somebody a member.
  ///
  /// @return empty when there are as many members as there may be
  public Optional<Member> join(Tx tx, OrgId org, String email, String name, Role role) {
    if (store.count(tx, org) >= Members.MOST) {
      return Optional.empty();
    }
    var member = new Member(new MemberId(ids.get()), email, name, role, tx.now(), ACTOR);
    store.insert(tx, org, member);
    record(tx, org, "member.joined-by-sso", member, "{\"after\":{\"role\":\"%s\"}}", role);
    return Optional.of(member);
  }

  /// Gives a member the role that the provider says. The last owner stays one. Who loses rights is
  /// signed out everywhere.
  public Member follow(Tx tx, OrgId org, Member member, Role role) {
    Role before = member.role();
    if (before == role || (isLastOwner(tx, org, member) && role != Role.OWNER)) {
      return member;
    }
    store.assign(tx, org, member.id(), role);
    invitations.revokeOf(tx, org, member.id(), Reach.beyond(Optional.of(role)).toList());
    if (!role.covers(before)) {
      sessions.endAll(tx, org, member.id(), Optional.empty(), ACTOR);
    }
    String detail =
        "{\"before\":{\"role\":\"%s\"},\"after\":{\"role\":\"%%s\"}}".formatted(before.text());
    record(tx, org, "member.role", member, detail, role);
    return store.find(tx, org, member.id()).orElseThrow();
  }

  /// Takes a member out whom the provider gives no role any more; the last owner is only signed
  /// out.
  ///
  /// @return whether they are a member no more
  public boolean shutOut(Tx tx, OrgId org, Member member) {
    if (isLastOwner(tx, org, member)) {
      sessions.endAll(tx, org, member.id(), Optional.empty(), ACTOR);
      return false;
    }
    store.remove(tx, org, member.id());
    tokens.revokeAllOf(tx, org, member.id());
    passwords.forget(tx, org, member.id());
    invitations.revokeOf(tx, org, member.id(), Reach.beyond(Optional.empty()).toList());
    record(tx, org, "member.remove", member, "{\"before\":{\"role\":\"%s\"}}", member.role());
    return true;
  }

  private boolean isLastOwner(Tx tx, OrgId org, Member member) {
    return member.role() == Role.OWNER && !store.otherOwner(tx, org, member.id());
  }

  private void record(Tx tx, OrgId org, String action, Member member, String detail, Role role) {
    String whom = member.id().toString();
    audit.record(tx, org, new AuditEntry(ACTOR, action, whom, detail.formatted(role.text())));
  }
}
