package io.bowline.control.org;

import io.bowline.control.platform.Glance;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import java.util.List;
import java.util.Optional;

/// Keeps tokens, by hash.
public interface TokenStore {
  /// Who bears a token.
  ///
  /// @param unnoted whether it was used, but not noted to be, for a minute
  record Borne(Principal who, boolean unnoted) {}

  /// The bearer of a token that is neither expired nor revoked, by the database's clock.
  Optional<Borne> bearer(Glance glance, byte[] hash);

  /// Notes that a token was used now.
  void used(Tx tx, byte[] hash);

  void insert(Tx tx, OrgId org, TokenId id, NewToken wish, Token.Origin origin, byte[] hash);

  Optional<Token> find(Tx tx, OrgId org, TokenId id);

  List<Token> list(Tx tx, OrgId org, Optional<TokenId> before, int limit);

  /// False when there is no such token that is still good.
  boolean revoke(Tx tx, OrgId org, TokenId id);

  /// Revokes all tokens of a member.
  void revokeAllOf(Tx tx, OrgId org, MemberId member);

  /// Inserts a token of the vendor's staff.
  void insertStaff(Tx tx, TokenId id, NewToken wish, byte[] hash);

  /// Whether there is any staff yet; locks against a second first start.
  boolean noStaffYet(Tx tx);
}
