package io.bowline.control.member;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.member.Invited.Conflict;
import io.bowline.control.member.Invited.NotAllowed;
import io.bowline.control.member.Invited.Refused;
import io.bowline.control.member.Invited.Sent;
import io.bowline.control.org.Principal;
import io.bowline.control.org.TokenText;
import io.bowline.control.platform.Ids;
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
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Invitations: each brings one person in, once, in the role it names, until it is over. Whoever
/// holds its text is the person that was invited; so it is hashed at rest and shown once.
@Singleton
public final class Invitations {
  /// How long one is open at most.
  public static final Duration LONGEST = Duration.ofDays(30);

  private static final Pattern EMAIL =
      Pattern.compile("[^\\s\\p{Cntrl}@\"<>,;:]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,186}[a-z0-9])?");
  private static final int MOST_OPEN = 100;

  private final Transactions transactions;
  private final InvitationStore store;
  private final MemberStore members;
  private final Audit audit;
  private final Ids ids;
  private final SecureRandom random;
  private final Reach reach;

  public Invitations(
      Transactions transactions,
      InvitationStore store,
      MemberStore members,
      Audit audit,
      Ids ids,
      SecureRandom random) {
    this.transactions = transactions;
    this.store = store;
    this.members = members;
    this.audit = audit;
    this.ids = ids;
    this.random = random;
    this.reach = new Reach(members);
  }

  /// Invites, in the caller's transaction. An earlier invitation of the same address is void then.
  public Invited invite(Tx tx, OrgId org, NewInvitation asked, Principal by) {
    String email = asked.email().toLowerCase(Locale.ROOT);
    NewInvitation wish = new NewInvitation(email, asked.role(), asked.life());
    Optional<Refused> refused = check(wish);
    if (refused.isPresent()) {
      return refused.get();
    }
    members.lock(tx, org);
    Optional<String> barred = reach.refusal(tx, org, by, wish.role());
    if (barred.isPresent()) {
      return new NotAllowed(barred.get());
    }
    if (members.byEmail(tx, org, email).isPresent()) {
      return new Conflict(email + " is a member already; change the role instead.");
    }
    store.revokeFor(tx, org, email);
    if (store.count(tx, org) >= MOST_OPEN) {
      return new Conflict(
          "%d invitations are open; revoke some of them first.".formatted(MOST_OPEN));
    }
    return sent(tx, org, wish, by);
  }

  private static Optional<Refused> check(NewInvitation wish) {
    if (!EMAIL.matcher(wish.email()).matches()) {
      return Optional.of(new Refused("email", "must be an address such as anna@example.com"));
    }
    return wish.life().isPositive() && wish.life().compareTo(LONGEST) <= 0
        ? Optional.empty()
        : Optional.of(new Refused("expiresInSeconds", "must be between 1 second and 30 days"));
  }

  private Sent sent(Tx tx, OrgId org, NewInvitation wish, Principal by) {
    Secret text = TokenText.INVITATION.mint(random);
    TokenId id = new TokenId(ids.get());
    byte[] hash = TokenText.INVITATION.hash(text).orElseThrow();
    store.insert(tx, org, id, wish, inviter(by), hash);
    audit.record(
        tx,
        org,
        new AuditEntry(
            by.actor(),
            "invitation.create",
            id.toString(),
            "{\"after\":{\"role\":\"%s\"}}".formatted(wish.role().text())));
    return new Sent(store.find(tx, org, id).orElseThrow(), text);
  }

  private static InvitationStore.Inviter inviter(Principal by) {
    Optional<MemberId> member =
        by instanceof Principal.Member known
            ? known.holder().map(Principal.Holder::id)
            : Optional.empty();
    return new InvitationStore.Inviter(member, by.actor());
  }

  /// Open ones, newest first.
  public List<Invitation> list(OrgId org, Optional<TokenId> before, int limit) {
    return transactions.inOrg(org, tx -> store.list(tx, org, before, limit));
  }

  /// Revokes one that is open.
  ///
  /// @return false when there is none
  public boolean revoke(OrgId org, TokenId id, Principal by) {
    return transactions.inOrg(
        org,
        tx -> {
          boolean revoked = store.revoke(tx, org, id);
          if (revoked) {
            var entry = new AuditEntry(by.actor(), "invitation.revoke", id.toString());
            audit.record(tx, org, entry);
          }
          return revoked;
        });
  }
}
