package io.bowline.control.member;

import io.bowline.control.account.Changed;
import io.bowline.control.account.LocalSignIn;
import io.bowline.control.account.Passwords;
import io.bowline.control.account.Passwords.Hashed;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.audit.Whence;
import io.bowline.control.org.TokenText;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Secret;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/// How whoever was invited becomes a member: by the invitation's text, or, where the organization
/// has a provider, by the address that it was made out to. One invitation makes one member.
@Singleton
public final class Acceptances {
  private static final SystemTask SIGN_IN = new SystemTask("sign-in");
  private static final int LONGEST_NAME = 100;
  private static final String UNKNOWN =
      "The invitation is unknown, used, revoked or over. Ask for another one.";

  private final Transactions transactions;
  private final InvitationStore invitations;
  private final MemberStore members;
  private final Passwords passwords;
  private final LocalSignIn local;
  private final Audit audit;
  private final Ids ids;

  public Acceptances(
      Transactions transactions,
      InvitationStore invitations,
      MemberStore members,
      Passwords passwords,
      LocalSignIn local,
      Audit audit,
      Ids ids) {
    this.transactions = transactions;
    this.invitations = invitations;
    this.members = members;
    this.passwords = passwords;
    this.local = local;
    this.audit = audit;
    this.ids = ids;
  }

  /// What whoever was invited says.
  ///
  /// @param name what the others are to call them
  /// @param password that they choose; empty when they do later
  public record Said(Secret invitation, String name, Optional<Secret> password, Whence from) {
    public Said {
      if (name.isBlank() || name.length() > LONGEST_NAME) {
        throw new IllegalArgumentException("a name has 1 to 100 characters");
      }
    }
  }

  /// Makes whoever holds an invitation a member, once, and signs them in. The invitation is not
  /// used up by a password that will not do, nor where people come in through a provider alone.
  public Changed<Joined> accept(Said said) {
    Optional<byte[]> hash = TokenText.INVITATION.hash(said.invitation());
    Optional<OrgId> org =
        hash.flatMap(
            known -> transactions.asSystem(SIGN_IN, tx -> invitations.organization(tx, known)));
    if (org.isEmpty()) {
      return new Changed.Unknown<>(UNKNOWN);
    }
    return transactions
        .inOrg(org.get(), tx -> admitted(tx, org.get()))
        .then(_ -> password(said))
        .then(password ->
            transactions.inOrg(
                org.get(), tx -> accepted(tx, org.get(), hash.get(), said, password)));
  }

  private Changed<OrgId> admitted(Tx tx, OrgId org) {
    return local.isOn(tx, org)
        ? new Changed.Made<>(org)
        : new Changed.Conflict<>(
            "This organization's people come in through its identity provider. Sign in there with"
                + " the address that you were invited by, and the invitation is accepted: bowline"
                + " sign-in URL --org %s --sso.".formatted(org));
  }

  private Changed<Optional<Hashed>> password(Said said) {
    return said.password()
        .map(text -> passwords.hashed(text, List.of(said.name())).then(Acceptances::some))
        .orElseGet(() -> new Changed.Made<>(Optional.empty()));
  }

  private static <T> Changed<Optional<T>> some(T value) {
    return new Changed.Made<>(Optional.of(value));
  }

  /// Passwords may have gone off since somebody looked.
  private Changed<Joined> accepted(
      Tx tx, OrgId org, byte[] hash, Said said, Optional<Hashed> password) {
    members.lock(tx, org);
    return admitted(tx, org).then(_ -> joined(tx, org, hash, said, password));
  }

  private Changed<Joined> joined(
      Tx tx, OrgId org, byte[] hash, Said said, Optional<Hashed> password) {
    if (members.count(tx, org) >= Members.MOST) {
      return new Changed.Conflict<>(Members.FULL);
    }
    return invitations
        .accept(tx, org, hash)
        .map(invitation -> join(tx, org, invitation, said.name()))
        .<Changed<Joined>>map(member ->
            new Changed.Made<>(
                new Joined(
                    member, passwords.welcome(tx, org, member.holder(), password, said.from()))))
        .orElseGet(() -> new Changed.Unknown<>(UNKNOWN));
  }

  /// Makes a member of whom a provider knows by the address of an open invitation, in the caller's
  /// transaction, which holds the organization's people.
  ///
  /// @param email which the provider has verified to be theirs
  /// @return empty when nobody is invited by it, or there are as many members as there may be
  public Optional<Member> byAddress(Tx tx, OrgId org, String email, String name) {
    return members.count(tx, org) >= Members.MOST
        ? Optional.empty()
        : invitations.acceptFor(tx, org, email).map(invitation -> join(tx, org, invitation, name));
  }

  private Member join(Tx tx, OrgId org, Invitation invitation, String name) {
    var member =
        new Member(
            new MemberId(ids.get()),
            invitation.email(),
            name,
            invitation.role(),
            tx.now(),
            invitation.invitedBy());
    members.insert(tx, org, member);
    audit.record(
        tx,
        org,
        new AuditEntry(
            member.holder().actor(),
            "member.join",
            member.id().toString(),
            "{\"invitation\":\"%s\",\"after\":{\"role\":\"%s\"}}"
                .formatted(invitation.id(), invitation.role().text())));
    return member;
  }
}
