package io.bowline.control.account;

import io.bowline.control.audit.Whence;
import io.bowline.control.org.Principal;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Keeps sessions, by hash, on the database's clock.
public interface SessionStore {
  /// How long one lasts.
  record Life(Duration idle, Duration whole) {}

  /// A session that begins.
  record Beginning(TokenId id, MemberId member, String method, Whence from, Life life) {}

  void insert(Tx tx, OrgId org, Beginning session, byte[] hash);

  /// Whose session it is that lasts: for the system.
  Optional<Principal> bearer(Tx tx, byte[] hash);

  Optional<Session> find(Tx tx, OrgId org, TokenId id);

  /// Those of a member that last, newest first.
  List<Session> list(Tx tx, OrgId org, MemberId member);

  /// False when the member has none like that that lasts.
  boolean end(Tx tx, OrgId org, MemberId member, TokenId id);

  /// Ends all of a member's, but one.
  ///
  /// @return how many
  int endAll(Tx tx, OrgId org, MemberId member, Optional<TokenId> but);

  /// Ends all of the organization's that were begun by this method, but one.
  ///
  /// @return how many
  int endAllBy(Tx tx, OrgId org, String method, Optional<TokenId> but);

  /// Forgets those that are over for this long: for the system.
  int trim(Tx tx, Duration age);
}
