package io.bowline.control.sso;

import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Sealed;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import java.time.Duration;
import java.util.Optional;

/// Keeps sign-ins under way, on the database's clock. Each is taken once, and its end is fetched
/// once.
public interface AttemptStore {
  /// One under way.
  ///
  /// @param sealed nonce and verifier
  /// @param revision of the setting that it was begun under
  /// @param door of a command line; empty for a browser alone
  record UnderWay(TokenId id, Sealed sealed, long revision, Optional<Door> door) {}

  /// Keeps one.
  ///
  /// @param state hashed
  /// @param browser hash of what the browser keeps
  void insert(Tx tx, OrgId org, UnderWay attempt, byte[] state, byte[] browser, Duration life);

  /// Whose it is: for the system.
  Optional<OrgId> organization(Tx tx, byte[] state);

  /// Takes one that is open and was begun by this browser.
  Optional<UnderWay> take(Tx tx, OrgId org, byte[] state, byte[] browser);

  /// Keeps who it was, under the hash of a code.
  void end(Tx tx, OrgId org, TokenId id, MemberId member, byte[] code, Duration life);

  /// Whose the end is that has this code: for the system.
  Optional<OrgId> organizationOfCode(Tx tx, byte[] code);

  /// Fetches an end, which nobody else can then.
  Optional<Ended> fetch(Tx tx, OrgId org, byte[] code);

  /// One that has ended.
  ///
  /// @param challenge of whoever may fetch it
  record Ended(MemberId member, String challenge) {}

  /// Forgets those that are over: for the system.
  int trim(Tx tx);
}
