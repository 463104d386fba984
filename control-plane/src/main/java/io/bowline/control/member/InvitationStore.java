package io.bowline.control.member;

import io.bowline.control.org.Role;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import java.util.List;
import java.util.Optional;

/// Keeps invitations, by hash. Open is one that is neither accepted nor revoked nor over, by the
/// database's clock.
public interface InvitationStore {
  /// Who invites.
  ///
  /// @param member empty when it is nobody of the organization
  /// @param name as the audit names them
  record Inviter(Optional<MemberId> member, String name) {}

  void insert(Tx tx, OrgId org, TokenId id, NewInvitation wish, Inviter by, byte[] hash);

  /// Whose organization an open invitation is: for the system.
  Optional<OrgId> organization(Tx tx, byte[] hash);

  /// Takes an open invitation, which nobody else can then.
  Optional<Invitation> accept(Tx tx, OrgId org, byte[] hash);

  /// Takes what is open for an address.
  Optional<Invitation> acceptFor(Tx tx, OrgId org, String email);

  /// An open one.
  Optional<Invitation> find(Tx tx, OrgId org, TokenId id);

  /// Open ones, newest first.
  List<Invitation> list(Tx tx, OrgId org, Optional<TokenId> before, int limit);

  /// How many are open.
  int count(Tx tx, OrgId org);

  /// False when there is none like that that is open.
  boolean revoke(Tx tx, OrgId org, TokenId id);

  /// Revokes what is open for an address.
  void revokeFor(Tx tx, OrgId org, String email);

  /// Revokes what a member has invited others to, as one of these roles.
  void revokeOf(Tx tx, OrgId org, MemberId inviter, List<Role> as);
}
